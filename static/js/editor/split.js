// @ts-check
/** The bar that splits the samples into three parts: two handles, each with a range input of its own. */

/** @typedef {{train: number, validation: number, test: number}} Shares */

const LEAST = 5; // percent: something must be left to learn from
const LETTERS = { train: "t", validation: "v", test: "s" };

/** Shares from the ends of the first two parts, in percent. @param {number} train @param {number} validation @returns {Shares} */
export function sharesOf(train, validation) {
  return { train: train / 100, validation: (validation - train) / 100, test: (100 - validation) / 100 };
}

export class Split {
  /** @param {HTMLElement} place @param {(shares: Shares) => void} change */
  constructor(place, change) {
    this.bar = /** @type {HTMLElement} */ (place.querySelector(".split-bar"));
    this.train = /** @type {HTMLInputElement} */ (place.querySelector('[data-end="train"]'));
    this.validation = /** @type {HTMLInputElement} */ (place.querySelector('[data-end="validation"]'));
    this.parts = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[data-part]")]);
    this.bar.addEventListener("input", ({ target }) => this.#slide(target));
    this.bar.addEventListener("change", () => change(sharesOf(...this.#ends())));
    this.#draw();
  }

  /** @param {Shares} shares */
  show({ train, validation }) {
    this.train.value = String(Math.round(100 * train));
    this.validation.value = String(Math.round(100 * (train + validation)));
    this.#draw();
  }

  /** Writes how many samples each part has. @param {string} parts one letter a sample */
  count(parts) {
    for (const part of this.parts) {
      const letter = LETTERS[/** @type {keyof typeof LETTERS} */ (part.dataset.part)];
      part.textContent = String([...parts].filter((each) => each === letter).length);
    }
  }

  /** @returns {[number, number]} */
  #ends() {
    return [Number(this.train.value), Number(this.validation.value)];
  }

  /** One handle pushes the other. @param {EventTarget | null} target */
  #slide(target) {
    for (const end of [this.train, this.validation]) end.value = String(Math.max(LEAST, Number(end.value)));
    const [train, validation] = this.#ends();
    if (train > validation && target === this.train) this.validation.value = String(train);
    if (train > validation && target === this.validation) this.train.value = String(validation);
    this.#draw();
    const shares = sharesOf(...this.#ends());
    for (const part of this.parts) {
      part.textContent = `${Math.round(100 * shares[/** @type {keyof Shares} */ (part.dataset.part)])} %`;
    }
  }

  #draw() {
    const [train, validation] = this.#ends();
    this.bar.style.setProperty("--train-end", `${train}%`);
    this.bar.style.setProperty("--validation-end", `${validation}%`);
  }
}
