/**
 * Places in a report's text, in code points, as the server counts them.
 *
 * A browser counts UTF-16 units, swallows carriage returns, and the page shows some characters by their code. So every
 * stretch of the page says at which code point it begins (data-start), and one that stands for an unseen character
 * says which (data-code).
 */
export class Offsets {
  constructor(root) {
    this.root = root;
    this.stretches = [...root.querySelectorAll("[data-start]")].map((element) => ({
      element,
      start: Number(element.dataset.start),
      points: element.dataset.code
        ? [String.fromCodePoint(parseInt(element.dataset.code, 16))]
        : [...element.textContent],
    }));
    this.points = this.stretches.flatMap((stretch) => stretch.points);
  }

  /** Whether the page holds the text as the server has it. */
  get isWhole() {
    return this.points.length === Number(this.root.dataset.length);
  }

  /** The code point before which a place of the document stands. */
  of(node, offset) {
    const holder = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-start]") : null;
    const stretch = this.stretches.find((each) => each.element === holder);
    if (stretch) {
      if (holder.dataset.code) return stretch.start + (offset > 0 ? 1 : 0);
      return stretch.start + [...node.data.slice(0, offset)].length;
    }
    const point = document.createRange();
    point.setStart(node, offset);
    const next = this.stretches.find((each) => point.comparePoint(each.element, 0) >= 0);
    return next ? next.start : this.points.length;
  }

  words(start, end) {
    return this.points.slice(start, end).join("");
  }

  /** A range of the document over code points [start, end). */
  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.place(start));
    range.setEnd(...this.place(end));
    return range;
  }

  place(offset) {
    const stretch =
      this.stretches.find((each) => offset < each.start + each.points.length) ?? this.stretches.at(-1);
    const inside = Math.max(0, offset - stretch.start);
    const text = stretch.element.firstChild;
    if (stretch.element.dataset.code || !text) return [stretch.element, inside ? stretch.element.childNodes.length : 0];
    return [text, stretch.points.slice(0, inside).join("").length];
  }

  /** The span without the white space at its ends. */
  trimmed(start, end) {
    while (start < end && !this.points[start].trim()) start += 1;
    while (end > start && !this.points[end - 1].trim()) end -= 1;
    return [start, end];
  }
}
