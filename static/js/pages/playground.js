// @ts-check
/** Wires the playground: the workbench, and the design in the page's address. Nothing else happens here. */

import { Address } from "../protocol/address.js";
import { startWorkbench, store } from "./workbench.js";

const address = new Address(window);
const { send } = startWorkbench({ opened: begin, heard: (event) => event.type === "design_changed" && address.show(event.link) });

/** The whole state is here: a link in the address is opened, and a new session starts to train. @param {{link: string}} state @param {boolean} fresh */
function begin({ link }, fresh) {
  const asked = address.remembered;
  address.begin(link);
  if (asked && asked !== link) send({ type: "open_link", link: asked, restart: fresh });
  if (fresh) send({ type: "play" });
}

window.addEventListener("popstate", () => {
  const link = address.remembered;
  if (link && link !== store.state.link) send({ type: "open_link", link, restart: false });
});
