// Put into a page before its own scripts: keeps what is drawn on the canvas that `chalkRecord.on` selects, as the browser was told
// to draw it. Whoever draws knows nothing of it.
(() => {
  const KINDS = ["lines", "curves", "outlines", "rings", "discs", "rects", "texts", "images"];
  const record = { on: null, travelled: 0, empty: () => { record.kept = Object.fromEntries(KINDS.map((kind) => [kind, []])); } };
  record.empty();
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
  const watched = (context) => record.on !== null && context.canvas.matches(record.on);
  const path = (drawn) => paths.get(drawn) ?? [];
  const wrap = (name, note) => {
    own[name] = prototype[name];
    prototype[name] = function (...values) {
      if (watched(this)) note(this, values);
      return own[name].apply(this, values);
    };
  };
  for (const name of ["clearRect", "setTransform"]) wrap(name, record.empty); // a picture begins with one of these
  wrap("beginPath", (context) => paths.set(context, []));
  for (const name of ["moveTo", "lineTo", "bezierCurveTo", "arc", "roundRect"]) {
    wrap(name, (context, values) => path(context).push([name, ...values]));
  }
  for (const name of ["moveTo", "lineTo"]) {
    const traced = Path2D.prototype[name];
    Path2D.prototype[name] = function (...values) {
      if (record.on !== null) paths.set(this, [...path(this), [name, ...values]]);
      return traced.apply(this, values);
    };
  }

  wrap("stroke", (context, [drawn]) => {
    const parts = path(drawn ?? context);
    if (parts.length === 0) return;
    const { lineWidth: width, strokeStyle: colour } = context;
    const { e: right, f: down } = context.getTransform();
    const [first, last] = [parts[0], parts.at(-1)];
    const kinds = [...new Set(parts.map(([kind]) => kind))].sort().join();
    const [whole, dashed] = [kinds === "bezierCurveTo,moveTo" && parts.length === 2, kinds === "lineTo,moveTo"];
    if (whole || dashed) record.kept.lines.push({ start: first.slice(1), end: last.slice(-2), width, colour, dashed });
    else if (kinds === "lineTo") record.kept.curves.push({ points: parts.map(([, x, y]) => [x + right, y + down]), width, colour });
    else if (kinds === "roundRect" && parts.length === 1) record.kept.outlines.push({ left: first[1], top: first[2], size: first[3] });
    else if (kinds === "arc" && parts.length === 1) record.kept.rings.push({ x: first[1], y: first[2], radius: first[3], colour });
  });
  wrap("fill", (context) => {
    const parts = path(context);
    const [disc, ...more] = parts;
    if (parts.length > 1 && parts.every(([kind]) => kind === "moveTo" || kind === "arc")) record.travelled += 1; // dots on their way
    if (disc?.[0] !== "arc" || more.length > 0) return;
    record.kept.discs.push({ x: disc[1], y: disc[2], radius: disc[3], colour: context.fillStyle });
  });
  wrap("fillRect", (context, [x, y, width, height]) => record.kept.rects.push({ x, y, width, height, colour: context.fillStyle }));
  wrap("fillText", (context, [text, x, y]) => {
    const { e: right, f: down } = context.getTransform();
    const [width, size] = [context.measureText(text).width, Number(/([\d.]+)px/.exec(context.font)[1])];
    record.kept.texts.push({ text, x: x + right, y: y + down, align: context.textAlign, width, size });
  });
  wrap("drawImage", (_, [image, left, top, width, height, x, y, size]) => {
    const [x0, y0] = [Math.floor(left), Math.floor(top)];
    const [across, down] = [Math.ceil(left + width) - x0, Math.ceil(top + height) - y0];
    const { data } = pixelsOf(image, x0, y0, across, down);
    record.kept.images.push({ x, y, size, across, down, pixels: btoa(String.fromCharCode(...data)) });
  });
})();
