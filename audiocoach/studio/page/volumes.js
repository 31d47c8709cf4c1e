// How loud the voice and the music are while one listens: kept for this tab, and no part of any script or file.
import { el } from "./dom.js";
import { w } from "./words.js";

const KEY = "audiocoach-volumes";

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** `setLoud(part, value)` is told of each, from 0 to 1. */
export function volumes(setLoud) {
  const values = { voice: 1, music: 1 };
  const sliders = {};
  for (const part of Object.keys(values)) {
    const known = kept()[part];
    if (typeof known === "number" && known >= 0 && known <= 1) values[part] = known;
    sliders[part] = el("input", {
      type: "range", min: 0, max: 1, step: 0.05, value: values[part], data: { part }, "aria-describedby": "only-heard",
      oninput: () => {
        values[part] = Number(sliders[part].value);
        setLoud(part, values[part]);
        try {
          sessionStorage.setItem(KEY, JSON.stringify(values));
        } catch { /* then it is for now */ }
      },
    });
    setLoud(part, values[part]);
  }
  const host = el("div", { class: "volumes", role: "group", "aria-label": w("volume") },
    el("label", { class: "volume" }, w("voice-volume"), " ", sliders.voice),
    el("label", { class: "volume" }, w("music-volume"), " ", sliders.music),
    el("span", { id: "only-heard", class: "hint" }, w("only-heard")));
  return { host, has: (music) => (sliders.music.disabled = !music) };
}
