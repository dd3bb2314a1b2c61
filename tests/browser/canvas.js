// Put into a page before its own scripts: keeps what is drawn on the network's canvas while `chalkRecord.on`, as the browser was
// told to draw it. Whoever draws knows nothing of it.
(() => {
  const record = { on: false, lines: [], discs: [], texts: [], images: [] };
  globalThis.chalkRecord = record;
  const prototype = CanvasRenderingContext2D.prototype;
  const own = {};
  const paths = new WeakMap();

  const scratch = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  const pixelsOf = (image, left, top, width, height) => {
    Object.assign(scratch.canvas, { width, height });
    own.drawImage.call(scratch, image, left, top, width, height, 0, 0, width, height);
    return scratch.getImageData(0, 0, width, height);
  };
  const watched = (context) => record.on && context.canvas.classList.contains("nn-edges");
  const path = (context) => paths.get(context) ?? [];
  const wrap = (name, note) => {
    own[name] = prototype[name];
    prototype[name] = function (...values) {
      if (watched(this)) note(this, values);
      return own[name].apply(this, values);
    };
  };
  const remember = (name) => wrap(name, (context, values) => path(context).push([name, ...values]));

  wrap("beginPath", (context) => paths.set(context, []));
  for (const name of ["moveTo", "lineTo", "bezierCurveTo", "arc", "roundRect"]) remember(name);
  wrap("stroke", (context) => {
    const parts = path(context);
    const [kinds, last] = [new Set(parts.map(([kind]) => kind)), parts.at(-1)];
    const [whole, dashed] = [parts.length === 2 && kinds.has("bezierCurveTo"), kinds.size === 2 && kinds.has("lineTo")];
    if (!kinds.has("moveTo") || !(whole || dashed)) return;
    const { lineWidth: width, strokeStyle: colour } = context;
    record.lines.push({ start: parts[0].slice(1), end: last.slice(-2), width, colour, dashed });
  });
  wrap("fill", (context) => {
    const [disc, ...more] = path(context);
    if (disc?.[0] !== "arc" || more.length > 0) return;
    record.discs.push({ x: disc[1], y: disc[2], radius: disc[3], colour: context.fillStyle });
  });
  wrap("fillText", (_, [text, x, y]) => record.texts.push({ text, x, y }));
  wrap("drawImage", (_, [image, left, top, width, height, x, y, size]) => {
    const [x0, y0] = [Math.floor(left), Math.floor(top)];
    const [across, down] = [Math.ceil(left + width) - x0, Math.ceil(top + height) - y0];
    const { data } = pixelsOf(image, x0, y0, across, down);
    record.images.push({ x, y, size, across, down, pixels: btoa(String.fromCharCode(...data)) });
  });
})();
