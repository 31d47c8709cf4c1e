// Makes elements. Texts become text: nothing here takes markup.

export function el(name, given = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else if (key === "data") Object.assign(made.dataset, value);
    else if (key in made && !key.includes("-") && key !== "role" && key !== "list") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.flat(9).filter((each) => each !== null && each !== undefined && each !== false));
  return made;
}

export const button = (text, onclick, given = {}) => el("button", { type: "button", onclick, ...given }, text);

export function fill(place, ...inside) {
  place.replaceChildren(...inside.flat(9).filter((each) => each !== null && each !== undefined && each !== false));
}

/** A length or a moment as people write it: 0:30, 1:02:03. */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const DRAWN = new Set(["svg", "g", "rect", "text", "title", "path"]);
const SAID = /^(class|id|[xy]|x1|x2|y1|y2|d|r[xy]?|width|height|viewBox|fill|font-size|font-weight|text-anchor|textLength|lengthAdjust|visibility|role|tabindex|data-[\w-]+|aria-[\w-]+|xmlns|preserveAspectRatio|shape-rendering|transform|stroke|stroke-width)$/;

/** Takes a drawing that the server made: shapes and texts, and nothing that could do something. */
export function drawing(svg) {
  const read = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const copied = (from) => {
    if (!DRAWN.has(from.localName)) return null;
    const made = document.createElementNS("http://www.w3.org/2000/svg", from.localName);
    for (const { name, value } of from.attributes) {
      if (SAID.test(name) && name !== "xmlns") made.setAttribute(name, value);
    }
    for (const child of from.childNodes) {
      const inside = child.nodeType === Node.TEXT_NODE ? child.data : child.nodeType === Node.ELEMENT_NODE ? copied(child) : null;
      if (inside !== null) made.append(inside);
    }
    return made;
  };
  return read.localName === "svg" ? copied(read) : null;
}
