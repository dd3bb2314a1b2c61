"""What the pages of lessons say, by code; a lesson's own words stand in its file."""

_BEGINNING = """\
---
title: My lesson
summary: One sentence that says what a learner will see.
minutes: 10
---

## The first step

Every heading with two hashes begins a step. Write **what to do**, then let the page set it up:

```setup
design: one_neuron
play: true
```

```question
ask: Which of these lines can one neuron draw?
choices:
  - answer: A straight line
    right: true
    because: Its weighted sum is 0 along a straight line.
  - answer: A circle
    because: A weighted sum of x₁ and x₂ cannot bend. That takes more neurons.
```

## A challenge

```challenge
task: Reach 90 % on the validation part.
goal:
  - metric: validation_accuracy
    at_least: 0.9
keep: [data, split]
reached: A straight line was enough.
```
"""

LESSONS: dict[str, str] = {
    "lesson.page.all": "Lessons",
    "lesson.page.about": "Each lesson stands beside a live network: read, do, answer, and reach a goal with your own "
    "hands. They build on one another, and each can be taken alone.",
    "lesson.page.minutes": "{minutes} minutes",
    "lesson.page.lesson": "Lesson",
    "lesson.page.own": "A lesson of your own",
    "lesson.page.steps": "Steps of the lesson",
    "lesson.page.back": "Back",
    "lesson.page.next": "Next",
    "lesson.page.again": "Set up again",
    "lesson.page.opens": "{layers} units",
    "lesson.page.plays": "training",
    "lesson.page.trains": "{steps} steps",
    "lesson.page.walks": "in the microscope",
    "lesson.page.your_number": "Your number",
    "lesson.page.your_sentence": "Your answer",
    "lesson.page.compare": "A good answer:",
    "lesson.page.points": "Tick what yours says too:",
    "lesson.page.check": "Check",
    "lesson.page.challenge": "Challenge",
    "lesson.page.kept": "This counts only with what was given: {parts}. Press “Set up again”, or undo.",
    "lesson.page.hint": "A hint",
    "lesson.page.table": "What you noted",
    "lesson.page.note": "Note the numbers",
    "lesson.page.forget_row": "Remove the last row",
    "lesson.page.yours": "Your own lessons",
    "lesson.page.yours_about": "They stay in this browser, and nowhere else. Export one as a file to keep it or to "
    "hand it on.",
    "lesson.page.write": "Write a lesson",
    "lesson.page.import": "Import a file",
    "lesson.page.write_title": "Write a lesson",
    "lesson.page.text": "The lesson’s file, in Markdown",
    "lesson.page.preview": "Preview",
    "lesson.page.export": "Export",
    "lesson.page.take": "Take it",
    "lesson.page.not_yet": "This is not a lesson yet:",
    "lesson.page.line": "Line {line}",
    "lesson.page.whole_block": "This block",
    "lesson.page.beginning": _BEGINNING,
    # what the scripts say
    "lesson.say.step": "Step {step} of {steps}",
    "lesson.say.next": "Next",
    "lesson.say.finish": "Finish",
    "lesson.say.right": "Right.",
    "lesson.say.wrong": "Not quite.",
    "lesson.say.said": "Compare.",
    "lesson.say.no_answer": "Choose or write an answer first.",
    "lesson.say.no_number": "Type a number first, such as 0.25.",
    "lesson.say.now": "now {value}",
    "lesson.say.reached": "Reached.",
    "lesson.say.reached_with": "Reached. Your best: {value} ({metric}).",
    "lesson.say.progress": "step {step} of {steps}",
    "lesson.say.done": "done",
    "lesson.say.edit": "Edit",
    "lesson.say.remove": "Remove",
    "lesson.say.remove_sure": "Press again to remove",
    "lesson.say.untitled": "Untitled",
    "lesson.say.too_large": "That file is too large to be a lesson.",
    "lesson.say.kept": "Kept in this browser.",
    "lesson.say.not_kept": "This browser has no room to keep it. Export it.",
    # the numbers of a session
    "lesson.metric.loss": "training loss",
    "lesson.metric.validation_loss": "validation loss",
    "lesson.metric.validation_accuracy": "validation accuracy",
    "lesson.metric.validation_r2": "validation R²",
    "lesson.metric.test_loss": "test loss",
    "lesson.metric.test_accuracy": "test accuracy",
    "lesson.metric.parameters": "weights and biases",
    "lesson.metric.hidden_units": "hidden neurons",
    "lesson.metric.layers": "layers",
    "lesson.metric.samples": "samples",
    "lesson.metric.training_samples": "training samples",
    "lesson.metric.batch_size": "batch size",
    "lesson.metric.learning_rate": "learning rate",
    "lesson.metric.step": "steps",
    "lesson.metric.epoch": "epochs",
    "lesson.metric.walked": "of the step walked",
    "lesson.metric.walk_loss": "loss in the microscope",
    # what a file may have wrong
    "notice.lesson_too_long": "A lesson may have {expected} characters; this one has {received}.",
    "notice.lesson_without_front": "A lesson begins with a line of three hyphens, then its title, summary and minutes.",
    "notice.lesson_front_open": "After title, summary and minutes a second line of three hyphens is missing.",
    "notice.lesson_without_steps": "There is no step yet. A line such as “## First step” begins one.",
    "notice.lesson_too_many_steps": "A lesson may have {expected} steps; this one has {received}.",
    "notice.lesson_text_before_steps": "This text stands before the first step. A line such as “## First step” begins "
    "one.",
    "notice.lesson_step_without_title": "This step has no title: write it after the two hashes.",
    "notice.lesson_part_twice": "A step may have one {received}. Begin another step.",
    "notice.lesson_question_kind": "A question needs one of these: {expected}. It has: {received}.",
    "notice.lesson_design_unknown": "There is no design called {received}. There are {expected}; or write a whole one.",
    "notice.lesson_yaml": "This cannot be read: {received}. Two spaces go before what belongs to the line above; a "
    "text with a colon needs quotation marks.",
    "notice.lesson_yaml_pointer": "Words that begin with &, * or ! need quotation marks.",
    "notice.lesson_yaml_deep": "This is nested more than {expected} levels deep.",
    "notice.lesson_yaml_twice": "“{received}” stands twice.",
}
