// The page's own words, in the language that was chosen.

let table = {};
let language = "en";

export async function readWords() {
  table = await (await fetch("/words.json")).json();
}

const kept = () => {
  try {
    return localStorage.getItem("audiocoach-language");
  } catch {
    return null;
  }
};

/** The languages that the page speaks. */
export const languages = () => Object.keys(table.save ?? { en: "" });

/** Chooses a language: what was chosen before, what the server says, what the browser prefers. */
export function speak(wanted, chosen = false) {
  const base = (each) => (each ?? "").toLowerCase().split("-")[0];
  const possible = [chosen ? wanted : kept(), wanted, ...navigator.languages].map(base);
  language = possible.find((each) => languages().includes(each)) ?? "en";
  document.documentElement.lang = language;
  if (chosen) {
    try {
      localStorage.setItem("audiocoach-language", language);
    } catch { /* then it is asked again */ }
  }
  return language;
}

export const spoken = () => language;

/** A text of the page; {} stands for what is given, in its order. */
export function w(key, ...given) {
  const text = table[key]?.[language] ?? table[key]?.en ?? key;
  return text.replace(/\{\}/g, () => given.shift() ?? "");
}

export const languageName = (code) => new Intl.DisplayNames([code], { type: "language" }).of(code);
