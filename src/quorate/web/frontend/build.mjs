// Builds the style sheet, the script and the typefaces into ../static/quorate. Run by tools/build_frontend.sh.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "quorate");
const modules = join(here, "node_modules");

// Latin covers English; latin-ext the names of many families. Other scripts fall back to the reader's own typefaces.
const FACES = [
  ["source-sans-3", "Source Sans 3", [400, 600, 700]],
  ["andika", "Andika", [400, 700]],
];
const RANGES = {
  "latin-ext":
    "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, " +
    "U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF",
  latin:
    "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, " +
    "U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD",
};

function typefaces() {
  const rules = [];
  mkdirSync(join(out, "fonts"), { recursive: true });
  for (const [folder, family, weights] of FACES) {
    cpSync(join(modules, "@fontsource", folder, "LICENSE"), join(out, "fonts", `${folder}-LICENSE.txt`));
    for (const weight of weights) {
      for (const [script, range] of Object.entries(RANGES)) {
        const file = `${folder}-${script}-${weight}-normal.woff2`;
        cpSync(join(modules, "@fontsource", folder, "files", file), join(out, "fonts", file));
        rules.push(
          `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;` +
            `src:url("fonts/${file}") format("woff2");unicode-range:${range}}`,
        );
      }
    }
  }
  return rules.join("\n");
}

function styles() {
  const built = sass.compile(join(here, "styles", "app.scss"), {
    importers: [new sass.NodePackageImporter(join(here, "package.json"))],
    loadPaths: [join(modules, "govuk-frontend", "dist"), modules],
    style: "compressed",
    quietDeps: true,
    silenceDeprecations: ["import"],
  });
  return built.css;
}

// Papers are set with the same typefaces, in the form that the typesetter reads.
const PRINTED = [
  ["andika", "", ["400Regular", "700Bold"], "Andika"],
  ["source-sans-3", "folders", ["400Regular", "600SemiBold", "700Bold"], "SourceSans3"],
];
// Names and words in the letters of the languages that families here write; a paper with a letter that no typeface has
// is not set at all. Chinese would weigh ten times as much as all of these.
const OTHER_LETTERS = {
  "noto-naskh-arabic": "NotoNaskhArabic", "noto-sans-bengali": "NotoSansBengali",
  "noto-sans-devanagari": "NotoSansDevanagari", "noto-sans-ethiopic": "NotoSansEthiopic",
  "noto-sans-gujarati": "NotoSansGujarati", "noto-sans-gurmukhi": "NotoSansGurmukhi",
  "noto-sans-tamil": "NotoSansTamil", "noto-sans-thai": "NotoSansThai", "noto-emoji": "NotoEmoji",
};
const print = join(here, "..", "..", "documents", "typefaces");

function printedTypefaces() {
  rmSync(print, { recursive: true, force: true });
  mkdirSync(print, { recursive: true });
  for (const [folder, inFolders, weights, name] of PRINTED) {
    const from = join(modules, "@expo-google-fonts", folder);
    cpSync(join(modules, "@fontsource", folder, "LICENSE"), join(print, `${folder}-LICENSE.txt`));
    for (const weight of weights) {
      const file = `${name}_${weight}.ttf`;
      cpSync(join(from, inFolders ? weight : "", file), join(print, file));
    }
  }
  for (const [folder, name] of Object.entries(OTHER_LETTERS)) {
    const from = join(modules, "@expo-google-fonts", folder);
    cpSync(join(from, "LICENSE_FONT"), join(print, `${folder}-LICENSE.txt`));
    for (const weight of ["400Regular", "700Bold"]) {
      const file = `${name}_${weight}.ttf`;
      cpSync(join(from, weight, file), join(print, file));
    }
  }
}

printedTypefaces();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "app.css"), `${typefaces()}\n${styles()}`);
cpSync(join(here, "images"), out, { recursive: true });
await esbuild.build({
  entryPoints: [join(here, "scripts", "app.js"), join(here, "scripts", "live.js")],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
});
