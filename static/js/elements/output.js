// @ts-check
/** `<nn-output>`: what the network says, over the samples; which sample is the probe; how well it does. */

import { Paced } from "../lib/paced.js";
import { watchTheme } from "../lib/theme_watch.js";
import { readTheme } from "../views/theme.js";
import { IslandElement } from "./island.js";
import { ClassBars } from "./output_bars.js";
import { OutputPicture } from "./output_picture.js";
import { SamplePicker } from "./output_samples.js";
import { Scores } from "./output_scores.js";
import { Thumbnails } from "./output_thumbnails.js";

const PAUSE = 80; // ms between two changes of a figure: no eye reads faster

class OutputElement extends IslandElement {
  mount() {
    const text = this.texts;
    this.picture = new OutputPicture(this, text);
    this.bars = new ClassBars(text);
    this.samples = new SamplePicker(this, text);
    this.thumbnails = new Thumbnails(this, text);
    this.scores = new Scores(this, text);
    this.replaceChildren(
      this.picture.element, this.thumbnails.element, this.bars.element, this.samples.element, this.scores.element,
    );
    const sight = new IntersectionObserver(([entry]) => this.store.dispatch({ type: "look", look: { output: entry.isIntersecting } }));
    sight.observe(this);
    this.until(() => sight.disconnect());
    this.until(watchTheme(() => this.#theme()));
    this.#theme();
    const figures = new Paced(PAUSE, () => this.bars?.show(this.state));
    this.until(() => figures.stop());

    this.watch((state) => state.data, (data) => {
      this.picture?.reset();
      this.thumbnails?.reset(data);
      this.samples?.show(this.state);
      this.bars?.reset();
    });
    this.watch((state) => state.frame, () => {
      this.picture?.ask();
      figures.ask();
    });
    this.watch((state) => state.hover ?? state.selection, () => this.picture?.ask());
    this.watch((state) => state.probe, () => {
      this.picture?.mark();
      this.samples?.show(this.state);
      this.thumbnails?.show(this.state);
    });
    this.watch((state) => state.evaluation, () => this.scores?.show(this.state));
    this.watch((state) => state.test, () => this.scores?.show(this.state));
  }

  #theme() {
    this.picture?.paint(readTheme(this));
    this.thumbnails?.paint(readTheme(this));
  }

  /** Makes a sample the probe. @param {number} sample */
  choose(sample) {
    this.store.dispatch({ type: "look", look: { probe: sample } });
  }
}

customElements.define("nn-output", OutputElement);
export { OutputElement };
