// Runs in the page: what of its text is hard to read. An expression, for it is evaluated as it stands.
(() => {
  const channels = (color) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const over = (top, below) =>
    top.rgb.map((value, index) => value * top.alpha + below[index] * (1 - top.alpha));
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const background = (element) => {
    if (element === null) return [255, 255, 255];
    const own = channels(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 ? own.rgb : over(own, background(element.parentElement));
  };
  const ownText = (element) =>
    [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent.trim())
      .join(" ")
      .trim();
  // Texts of a picture may lie on a box or beside it.
  const grounds = (element) => {
    const svg = element.closest("svg");
    if (svg === null) return [background(element)];
    const boxes = [...svg.querySelectorAll("rect")].map((rect) => channels(getComputedStyle(rect).fill).rgb);
    return [background(svg), ...boxes];
  };
  const texts = [...document.querySelectorAll("body *")].filter(
    (element) =>
      ownText(element) !== "" && element.checkVisibility() && !["title", "desc"].includes(element.tagName),
  );
  const measured = texts.map((element) => {
    const style = getComputedStyle(element);
    const ink = channels(element.closest("svg") === null ? style.color : style.fill);
    const worst = Math.min(...grounds(element).map((ground) => ratio(over(ink, ground), ground)));
    return { text: ownText(element).slice(0, 40), ratio: Math.round(worst * 100) / 100 };
  });
  return {
    measured: measured.length,
    pale: measured.filter((one) => one.ratio < 4.5),
    overflowPx: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
    smallest: Math.min(
      ...[...document.querySelectorAll("svg text")].map((text) => text.getBoundingClientRect().height),
    ),
  };
})();
