// @ts-check
/** `<nn-theme>`: light, dark or as the system has it, and the projector's size. A cookie lets the next page come in it at once. */

const YEAR = 365 * 24 * 3600;

export class Theme extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.#apply());
  }

  #apply() {
    const chosen = /** @type {HTMLInputElement | null} */ (this.querySelector('[name="scheme"]:checked'));
    const projector = /** @type {HTMLInputElement | null} */ (this.querySelector('[name="projector"]'))?.checked ?? false;
    const scheme = chosen?.value === "light" || chosen?.value === "dark" ? chosen.value : "";
    const root = this.ownerDocument.documentElement;
    if (scheme) root.dataset.theme = scheme;
    else delete root.dataset.theme;
    root.toggleAttribute("data-projector", projector);
    const words = [scheme, projector ? "projector" : ""].filter(Boolean).join("+");
    this.ownerDocument.cookie = `chalknet_theme=${words}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
  }
}
