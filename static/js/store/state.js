// @ts-check
/** The one documented object the page is drawn from, and its beginning. It is replaced, never changed in place. */

/** @typedef {import("../protocol/frame.js").Frame} Frame */
/** @typedef {import("../protocol/frame.js").FrameLayout} FrameLayout */

/**
 * One layer of a design, as the session sends it: `kind` and whatever that kind has.
 * @typedef {{kind: string, units?: number, activation?: string, function?: string, rate?: number}} Layer
 */
/**
 * @typedef {object} Design
 * @property {Layer[]} layers
 * @property {{kind: string}} loss
 * @property {{kind: string}} data
 */
/**
 * What the page knows of the samples.
 * @typedef {object} Data
 * @property {string} name
 * @property {"binary" | "classes" | "regression"} task
 * @property {"plane" | "line" | "table" | "image"} shape
 * @property {[number, number][]} domain
 * @property {string[]} input_names
 * @property {string[]} feature_names
 * @property {string[]} class_names
 * @property {string[]} target_names
 * @property {[number, number] | null} image_size
 * @property {number} samples
 * @property {[number, number][]} points
 * @property {number[]} [labels]
 * @property {number[] | number[][]} [targets]
 * @property {string} parts one letter a sample: t(rain), v(alidation), s for test
 * @property {{indices: number[], pixels: string} | null} [images]
 */
/** @typedef {{bucket: number, train_min: (number | null)[], train_max: (number | null)[], validation: (number | null)[]}} Curve */
/**
 * @typedef {object} Evaluation
 * @property {number} step
 * @property {string} part
 * @property {number} samples
 * @property {number | null} loss
 * @property {number | null} accuracy
 * @property {number | null} r2
 * @property {number[][] | null} confusion rows are the truth
 */
/** @typedef {{sample: number, inputs: number[], target: number | number[] | null, label: number | null, part: string}} Probe */
/** @typedef {{kind: "neuron", layer: number, unit: number}} NeuronTarget */
/**
 * One number of the network that can be changed: a weight, a bias, a scale, a shift.
 * @typedef {{kind: "parameter", name: string, index: number[], layer: number, unit: number, input: number | null}} ParameterTarget
 */
/** @typedef {NeuronTarget | ParameterTarget} Target */
/** @typedef {{name: string, index: number[], value: number, step: number}} Inspected */
/** @typedef {{id: number, code: string, values: Record<string, unknown>, tone: "error" | "info"}} Notice */
/**
 * What the session is asked to draw; the server's word for it.
 * @typedef {{tiles: boolean, output: boolean, units: number[][] | null, enlarged: [number, number] | null, probe: number}} Look
 */

/**
 * @typedef {object} State
 * @property {"connecting" | "open" | "reconnecting" | "closed"} connection
 * @property {string | null} session
 * @property {Design | null} design
 * @property {string} link the design as an address carries it
 * @property {number} generation of the design: results of an older one are dropped
 * @property {boolean} playing
 * @property {number | null} pace steps a second; null is as fast as it can
 * @property {number} step
 * @property {number} head the last step that this run has been at
 * @property {number | null} trunk the head of the run that this one branched off, if it did
 * @property {number} epoch
 * @property {number | null} loss of the last training batch
 * @property {number | null} penalty
 * @property {number | null} stepsPerSecond
 * @property {Curve} curve
 * @property {Evaluation | null} evaluation of the validation part
 * @property {Evaluation | null} test of the test part; null until it is asked for, and again when training goes on
 * @property {Data | null} data
 * @property {{id: number, arrays: Record<string, import("../protocol/frame.js").ArrayLayout>, size: number} | null} layout
 * @property {Frame | null} frame
 * @property {Probe | null} probe
 * @property {boolean} canUndo
 * @property {boolean} canRedo
 * @property {string[]} kept names of the arrays that the last edit kept
 * @property {string[]} seeded names of the arrays that it drew anew
 * @property {number} parameters how many numbers are learned
 * @property {Target | null} selection
 * @property {Target | null} hover
 * @property {Inspected | null} inspected the exact value last answered
 * @property {{step: number, values: Record<string, number>} | null} probed exact numbers of the sample that is followed, by `name/unit`
 * @property {Record<string, any> | null} table every exact parameter of one layer
 * @property {Record<number, number[]>} pins units drawn beyond the first and the last, by layer
 * @property {Look} look
 * @property {number} enlargedAfter the layout that was there when `look.enlarged` became what it is: older pictures show another
 * @property {Notice[]} notices
 * @property {boolean} diverged
 * @property {import("../microscope/walk.js").Walk | null} walk the step that is walked event by event, if one is
 * @property {number} position where in that step the picture stands: after so many events, and a part of the next
 * @property {import("../microscope/past.js").TimelineTold | null} timeline keyframes of the run, once they were asked for
 * @property {import("../microscope/past.js").Moment | null} moment that is pinned
 * @property {import("../microscope/past.js").Compared | null} compared how far it is from where the run stands, as last answered
 */

/** @type {Curve} */
export const EMPTY_CURVE = { bucket: 1, train_min: [], train_max: [], validation: [] };

/** @type {State} */
export const BEGINNING = Object.freeze({
  connection: "connecting",
  session: null,
  design: null,
  link: "",
  generation: 0,
  playing: false,
  pace: null,
  step: 0,
  head: 0,
  trunk: null,
  epoch: 0,
  loss: null,
  penalty: null,
  stepsPerSecond: null,
  curve: EMPTY_CURVE,
  evaluation: null,
  test: null,
  data: null,
  layout: null,
  frame: null,
  probe: null,
  canUndo: false,
  canRedo: false,
  kept: [],
  seeded: [],
  parameters: 0,
  selection: null,
  hover: null,
  inspected: null,
  probed: null,
  table: null,
  pins: {},
  enlargedAfter: 0,
  look: { tiles: true, output: true, units: null, enlarged: null, probe: 0 },
  notices: [],
  diverged: false,
  walk: null,
  position: 0,
  timeline: null,
  moment: null,
  compared: null,
});
