"""The sentences of the microscope in English, by code: the drawer in which one training step is walked."""

MICROSCOPE: dict[str, str] = {
    "microscope.title": "The microscope: one training step",
    # where one stands
    "microscope.before": "before the step",
    "microscope.neuron": "neuron {unit}",
    "microscope.narration": "{place} = {value}",
    "microscope.phase.forward": "forward",
    "microscope.phase.loss": "loss",
    "microscope.phase.backward": "backward",
    "microscope.phase.update": "update",
    "microscope.ready": (
        "The next batch is at the inputs. Its samples: {count}. Nothing is computed yet: every number that is not "
        "known stands as —. Press the right arrow key to take the first event."
    ),
    "microscope.silent.count": "The steps are counted: nothing else happens here.",
    # controls
    "microscope.travel": "Through the step",
    "microscope.timeline": "Events of this step",
    "microscope.back": "Back",
    "microscope.back_help": "One event back (left arrow)",
    "microscope.on": "On",
    "microscope.on_help": "One event on (right arrow)",
    "microscope.play": "Play the step",
    "microscope.play_help": "Play the events one after another (space bar)",
    "microscope.halt": "Hold",
    "microscope.layer_on": "Finish this layer",
    "microscope.layer_on_help": "To the end of this layer (Shift and right arrow)",
    "microscope.phase_on": "Finish this phase",
    "microscope.phase_on_help": "To the end of this phase",
    "microscope.speed": "Speed of playing",
    "microscope.end": "To the end of the step",
    "microscope.end_help": "To the end of this step (End)",
    # the ladder
    "microscope.zoom": "Where one stands, and how finely one goes",
    "microscope.zoom.run": "Run",
    "microscope.zoom.run_help": "Through the run in twenty strides (plus and minus go finer and coarser)",
    "microscope.zoom.epoch": "Epoch",
    "microscope.zoom.epoch_help": "Epoch by epoch",
    "microscope.zoom.batch": "Batch",
    "microscope.zoom.batch_help": "Batch by batch: one training step after another",
    "microscope.zoom.sample": "Sample",
    "microscope.zoom.sample_help": "Sample by sample of this batch",
    "microscope.zoom.phase": "Phase",
    "microscope.zoom.phase_help": "Phase by phase: forward, loss, backward, update",
    "microscope.zoom.layer": "Layer",
    "microscope.zoom.layer_help": "All neurons of a layer at once",
    "microscope.zoom.neuron": "Neuron",
    "microscope.zoom.neuron_help": "Neuron by neuron",
    "microscope.zoom.term": "Term",
    "microscope.zoom.term_help": "One term of the formula after another",
    "microscope.rung.run": "Run: step {step} of {head}",
    "microscope.rung.epoch": "Epoch {epoch}",
    "microscope.rung.batch": "Batch {batch} of {count}",
    "microscope.rung.sample": "Sample {sample} of {count}",
    "microscope.rung.term": "Term {term} of {count}",
    "microscope.rung_name": "{zoom}: {place}",
    "microscope.digits": "All digits",
    "microscope.digits_help": "Every digit of every number (D)",
    "microscope.sample": "Sample",
    "microscope.sample_number": "Sample of the batch that is looked at",
    "microscope.of_batch": "of {count}",
    "microscope.table": "Layer as a table",
    "microscope.table_help": "Every number of this layer as a table",
    "microscope.finish": "Take the step",
    "microscope.finish_help": "Take this step for good, and open the next",
    "microscope.close": "Close the microscope",
    "microscope.close_help": "Close; the step is not taken (Escape)",
    # the gradient check
    "microscope.checking": "gradients …",
    "microscope.check_same": "✓ gradients agree",
    "microscope.check_good": "✓ gradients {worst}",
    "microscope.check_bad": "✗ gradients {worst}",
    "microscope.check_help": "Parameters are nudged both ways, and the loss computed anew: the worst relative error.",
    "microscope.check_counts": "Nudged: {checked}. Left out at a kink: {skipped}.",
    # the formula
    "microscope.formula": "Formula",
    "microscope.more": "… {count} more",
    "microscope.unfold": "Show all {count} terms",
    "microscope.fold": "Show the largest terms",
    "microscope.term": "term {term} of {count}: {value}; the sum so far: {sum}",
    "microscope.nudge": "check by nudging: {value}",
    "microscope.kink": "Nudging means nothing here: the two sides of a kink differ.",
    # beside the formula
    "microscope.loss": "batch loss",
    "microscope.loss_after": "{before} → {after}, the same batch again",
    "microscope.target": "target",
    "microscope.shares": "What each of {count} samples gives to this gradient; their sum is the batch's mean",
    "microscope.share": "Sample {sample}: {value}",
    "microscope.not_yet": "The new value is not there yet.",
    "microscope.memory.gradient": "∂L/∂w",
    "microscope.memory.free": "where not frozen",
    "microscope.memory.l1_gradient": "with L1",
    "microscope.memory.l2_gradient": "with L2",
    "microscope.memory.clipped": "clipped",
    "microscope.memory.velocity": "velocity",
    "microscope.memory.ahead": "looking ahead",
    "microscope.memory.square": "squares",
    "microscope.memory.m": "m",
    "microscope.memory.v": "v",
    "microscope.memory.m_hat": "m̂",
    "microscope.memory.v_hat": "v̂",
    "microscope.memory.direction": "direction",
    "microscope.memory.change": "step Δ",
    "microscope.memory.parameters": "old → new",
    "microscope.beside": "Beside the formula",
    # why nothing passes, and how gradients fare
    "microscope.zero.silent": (
        "Neuron {unit} is silent for this sample: a = 0, so f′ = 0, and no gradient passes. In this batch it is silent "
        "for {count} of {of}."
    ),
    "microscope.zero.dead": (
        "Neuron {unit} is dead: a = 0, so f′ = 0, for every sample of the training part. No gradient passes, and "
        "nothing that leads into it learns."
    ),
    "microscope.zero.saturated": (
        "Neuron {unit} is saturated: at a = {value} its slope f′ is {slope}, of {steepest} at most, and hardly any "
        "gradient passes."
    ),
    "microscope.zero.level": (
        "Neuron {unit} is at a turn of its function: at a = {value} its slope f′ is {slope}, of {steepest} at most, "
        "and hardly any gradient passes."
    ),
    "microscope.zero.step": "Neuron {unit} is a step: its slope f′ is 0 everywhere, and no gradient passes it.",
    "microscope.zero.dropped": (
        "Unit {unit} was dropped in this step: its mask is 0, and nothing passes. In this batch it was dropped for "
        "{count} of {of}."
    ),
    "microscope.zeros": "{layer}: {count} of {of} units let no gradient pass for this sample, or hardly any.",
    "microscope.gradients.caption": "∂L/∂w layer by layer: root mean square, on a logarithmic scale",
    "microscope.gradients.head_layer": "Layer",
    "microscope.gradients.head_bar": "Size",
    "microscope.gradients.head_gradient": "Root mean square of ∂L/∂w",
    "microscope.gradients.head_delta": "Root mean square of δ",
    "microscope.gradients.vanishing": (
        "Vanishing: ∂L/∂w of {layer} is {times} times smaller than that of {last}, so it learns that much more slowly."
    ),
    "microscope.gradients.exploding": (
        "Exploding: ∂L/∂w of {layer} is {times} times larger than that of {last}; one rate cannot suit both."
    ),
    "microscope.gradients.zero": "Every ∂L/∂w of {layer} is 0: it learns nothing in this step.",
    "microscope.gradients.near": "Exploding: ∂L/∂w of {layer} is {size}, and numbers soon end there.",
    "microscope.gradients.endless": "Exploded: ∂L/∂w of {layer} is no finite number any more.",
    "microscope.clipped.norm": (
        "Clipped: the gradient's norm was {before}, above the limit of {limit}. Every component was taken {factor} "
        "times."
    ),
    "microscope.clipped.value": (
        "Clipped: {count} components were beyond ±{limit} and are cut off there; the largest was {before}."
    ),
    # what units want
    "microscope.want.rise": (
        "{neuron} wants to rise: {slope} = {value} is below 0, so a larger {letter} makes the loss smaller."
    ),
    "microscope.want.fall": (
        "{neuron} wants to fall: {slope} = {value} is above 0, so a smaller {letter} makes the loss smaller."
    ),
    "microscope.want.stay": "{neuron} wants nothing: {slope} = 0.",
    "microscope.want.sum": "It is the sum over all that it feeds:",
    "microscope.want.request": "{neuron}: w·δ = {weight} · {delta} = {value}",
    "microscope.want.rest": "{count} more: {value}",
    # what if
    "microscope.suppose.input": "{name} of sample {sample}",
    "microscope.suppose.pixel": "Pixel of sample {sample}",
    "microscope.suppose.pixel_number": "Number of the pixel",
    "microscope.suppose.pixel_named": "Pixel {number}",
    "microscope.suppose.target": "Target {name} of sample {sample}",
    "microscope.suppose.class": "Class of sample {sample}",
    "microscope.suppose.set": "Suppose",
    "microscope.suppose.help": "What if it were another? Only in this walk: the data stays as it is (E)",
    "microscope.suppose.press": "What if the target were another?",
    "microscope.changed": "{name}: {old} → {value}",
    "microscope.ghosts": "What each number was before stands struck out.",
    "microscope.supposed": (
        "Supposed in this walk only: the data stays as it is, and no step is taken until it is put back."
    ),
    "microscope.restore": "Put back",
    "microscope.restore_all": "Put all back",
    # the table
    "microscope.table_of": "{layer}, step {step}, sample {sample} of the batch",
    "microscope.old": "old",
    "microscope.copy": "Copy",
    "microscope.csv": "Save as CSV",
    "microscope.copied": "Copied.",
    "microscope.copy_failed": "The browser does not allow copying here.",
    "microscope.close_table": "Close the table",
    "microscope.table_cut": "The copy and the file hold all rows and columns.",
    # what is computed
    "microscope.word.z": "z, the weighted sum: each input times its weight, and the bias",
    "microscope.word.a": "a, the activation: what the neuron says",
    "microscope.word.mask": "r, the mask of dropout: 0 where a unit is silenced",
    "microscope.word.mean": "μ, the mean of the unit over the batch",
    "microscope.word.variance": "σ², the variance of the unit over the batch",
    "microscope.word.normal": "x̂, the value at mean 0 and deviation 1",
    "microscope.word.square": "the square of the distance from the mean",
    "microscope.word.running_mean": "μ̄, the mean that is kept for inference",
    "microscope.word.running_variance": "σ̄², the variance that is kept for inference",
    "microscope.word.loss": "L, the loss: the mean over the batch",
    "microscope.word.da": "∂L/∂a: how the loss changes when this activation does; summed over all that it feeds",
    "microscope.word.delta": "δ = ∂L/∂z: how the loss changes when this sum does",
    "microscope.word.gradient": "how the loss of the batch changes when this parameter does",
    "microscope.word.learning_rate": "η, the learning rate of this step",
    "microscope.word.scale": "s, the factor by which the gradient is made no longer than its limit",
    "microscope.word.free": "g, the gradient, 0 where a parameter is frozen",
    "microscope.word.l1_gradient": "the gradient with that of the L1 penalty",
    "microscope.word.l2_gradient": "the gradient with that of the L2 penalty",
    "microscope.word.clipped": "the gradient after clipping",
    "microscope.word.velocity": "v, the velocity: the gradients so far, the older the fainter",
    "microscope.word.ahead": "the velocity, looked at one step ahead",
    "microscope.word.m": "m, the running mean of the gradient",
    "microscope.word.v": "v, the running mean of the gradient's square",
    "microscope.word.m_hat": "m̂, m corrected for having started at 0",
    "microscope.word.v_hat": "v̂, v corrected for having started at 0",
    "microscope.word.direction": "the direction of the step",
    "microscope.word.change": "Δ, the step that is taken off the parameter",
    "microscope.word.parameters": "the new value of the parameter",
    # predicting
    "microscope.quiz.predict": "Predict",
    "microscope.quiz.predict_help": "Be asked before anything is revealed (Q).",
    "microscope.quiz.ahead": "Ahead: {place}",
    "microscope.quiz.tally": "first try {first} of {asked} · tries {tries} · hints {hints}",
    "microscope.quiz.check": "Check",
    "microscope.quiz.entry": "1 % or two digits will do; 0.25, 0,25 and 1/4 are the same.",
    "microscope.quiz.hint": "Hint {number} of {of}",
    "microscope.quiz.hint_last": "Show the answer",
    "microscope.quiz.skip": "Skip",
    "microscope.quiz.next": "Next",
    "microscope.quiz.sign": "Which sign will {symbol} have?",
    "microscope.quiz.direction": "Which way will this step move {symbol}?",
    "microscope.quiz.larger": "Which will be larger: {first} or {second}?",
    "microscope.quiz.larger_size": "Which will be larger in size, whatever its sign: {first} or {second}?",
    "microscope.quiz.route": "Which term will have the most weight in {symbol}, whatever its sign?",
    "microscope.quiz.route_back": "Which way back will bring the most to {symbol}, whatever its sign?",
    "microscope.quiz.number": "What will {symbol} be?",
    "microscope.quiz.number_new": "What will the new value of {symbol} be?",
    "microscope.quiz.trace": "One of these values is wrong. Which one?",
    "microscope.quiz.whatif": "What if {symbol} were a little larger: what would the loss of this batch do?",
    "microscope.quiz.choice.negative": "− negative",
    "microscope.quiz.choice.positive": "+ positive",
    "microscope.quiz.choice.down": "↓ go down",
    "microscope.quiz.choice.up": "↑ go up",
    "microscope.quiz.right": "Right: {answer}.",
    "microscope.quiz.shown": "It is {answer}.",
    "microscope.quiz.wrong": "Not yet. {why}",
    # the rules that the first hint tells
    "microscope.quiz.rule.z": "Multiply each input by its weight, add all that up, and add the bias.",
    "microscope.quiz.rule.a": "Put z into the activation function: a = f(z).",
    "microscope.quiz.rule.a_dropout": "Multiply by the mask: 0 for a dropped unit, else 1 over the share that stays.",
    "microscope.quiz.rule.a_batch_norm": "Multiply the normalised value by the scale γ, and add the shift β.",
    "microscope.quiz.rule.loss": "Measure how far each output is from its target, and take the mean over the batch.",
    "microscope.quiz.rule.da": "The slope of the loss at this output: above its target it is positive, below negative.",
    "microscope.quiz.rule.delta": "The chain rule: what comes back to a, times the slope of the activation, f′(z).",
    "microscope.quiz.rule.delta_pair": (
        "This activation and this loss belong together: δ is simply output minus target, shared among the batch."
    ),
    "microscope.quiz.rule.dx": "Each way forward is a way back: weight times δ of the next layer, all ways added up.",
    "microscope.quiz.rule.dx_dropout": "What comes back passes the same mask as on the way forward.",
    "microscope.quiz.rule.dx_batch_norm": (
        "What comes back is scaled by γ and the deviation, less what all samples of the batch share."
    ),
    "microscope.quiz.rule.gradient": (
        "∂L/∂w says how the loss moves when w grows: δ times what came in by w, added up over the samples."
    ),
    "microscope.quiz.rule.gradient_batch_norm": (
        "How the loss moves when γ or β grows: what comes back, for γ times the normalised value, over all samples."
    ),
    "microscope.quiz.rule.parameters": "The new value is the old one minus the step Δ, which goes along the gradient.",
    # why an answer is wrong
    "microscope.quiz.mistake.sign_flipped": "The sign is flipped.",
    "microscope.quiz.mistake.slope_missing": "That is the value without f′, the slope of the activation.",
    "microscope.quiz.mistake.slope_only": "That is only f′: what comes back to a is missing.",
    "microscope.quiz.mistake.activation_missing": "That is z itself: the activation is still to be applied.",
    "microscope.quiz.mistake.target_missing": "That is so without the target: it has to be taken off the output.",
    "microscope.quiz.mistake.uphill": "That is uphill: the step goes against the gradient.",
    "microscope.quiz.mistake.step_only": "That is only the step: it has to be added to the old value.",
    "microscope.quiz.mistake.weight_missing": "That is so without the weight.",
    "microscope.quiz.mistake.delta_missing": "That is so without the δ that comes back.",
    "microscope.quiz.mistake.input_missing": "That is so without what came in by this weight.",
    "microscope.quiz.mistake.factor_missing": "One factor is missing.",
    "microscope.quiz.mistake.mean_missing": "The fixed factor of the rule is missing, such as the share of one sample.",
    "microscope.quiz.mistake.bias_missing": "That is so without the bias.",
    "microscope.quiz.mistake.branch_missing": "One branch of the fork is missing.",
    "microscope.quiz.mistake.sample_missing": "One sample of the batch is missing.",
    "microscope.quiz.mistake.term_missing": "One term of the sum is missing.",
    "microscope.quiz.mistake.size_not_sign": "It would be so if the sign counted: here the size does.",
    "microscope.quiz.mistake.weight_only": "Its weight is the largest, but what comes along it is small.",
    "microscope.quiz.mistake.delta_only": "Its δ is the largest, but the weight on the way is small.",
    "microscope.quiz.mistake.input_only": "What comes in there is the largest, but its weight is small.",
    "microscope.quiz.mistake.slope_reversed": "The other way round: the gradient points to where the loss goes up.",
    "microscope.quiz.mistake.was_right": "That one is right: reckon the others.",
    "microscope.quiz.mistake.no_number": "That is no number: write 0.25, 0,25 or 1/4.",
    "microscope.quiz.mistake.other": "It is none of the usual mistakes: a hint may help.",
    # the worked examples
    "preset.linear_neuron": "A neuron by hand",
    "preset.linear_neuron.sentence": "ŷ = 3·2 + 1 = 7, wanted 9: one step takes the loss from 4 to 1.",
    "preset.logistic_neuron": "Sigmoid, cross-entropy",
    "preset.logistic_neuron.sentence": "δ is simply a − t = −0.4750; the loss falls from 0.6444 to 0.1969.",
    "preset.fork": "A fork",
    "preset.fork.sentence": "One neuron feeds two outputs: its ∂L/∂a is the sum 4 + 24 = 28.",
    "preset.softmax_pair": "Softmax, cross-entropy",
    "preset.softmax_pair.sentence": "Three classes: δ = a − t is 0.6652, −0.7553 and 0.0900.",
    "preset.dead_relu": "A dead ReLU",
    "preset.dead_relu.sentence": "z = −3, so a = 0 and f′ = 0: no gradient passes, nothing is learned.",
    "preset.vanishing_chain": "A vanishing gradient",
    "preset.vanishing_chain.sentence": "Six sigmoids in a row: ∂L/∂w shrinks from 0.1950 to 0.0001.",
    "preset.momentum_weight": "Momentum on one weight",
    "preset.momentum_weight.sentence": (
        "L = w²: the slope falls, and still the steps grow: 0.2, 0.34, 0.398. Beside it, Adam on the same slope."
    ),
    "preset.adam_weight": "Adam on one weight",
    "preset.adam_weight.sentence": (
        "L = w², as for momentum beside it: however steep the slope, each step is about the learning rate, 0.1."
    ),
}
