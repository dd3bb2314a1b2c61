// @ts-check
/** The elements that the server fills, made known to the browser; the layer editor comes when a layer is first opened. */

import { DataPanel } from "./data_panel.js";
import { Notices } from "./notices.js";
import { Presets } from "./presets.js";
import { Settings } from "./settings.js";
import { Theme } from "./theme.js";

customElements.define("nn-data-panel", DataPanel);
customElements.define("nn-settings", Settings);
customElements.define("nn-presets", Presets);
customElements.define("nn-notices", Notices);
customElements.define("nn-theme", Theme);
