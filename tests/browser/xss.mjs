// Two hundred texts that would run if a page took them for markup: what opens a context, in each writing of it, around
// each way to run something. Made by a rule, so that a hole between two of them shows.

/** How a text could break out of where it stands: between tags, an attribute of either quote, a comment, a title, a style. */
const BREAKS = ["", "\">", "'>", "--><!-- -->", "</title>", "</textarea></style></script></noscript></svg>", "`\"'>", "\\\"));"];
/** What then runs. `RUN` stands for a call that the test would notice. */
const VECTORS = [
  "<script>RUN</script>",
  "<img src=x onerror=RUN>",
  "<svg onload=RUN><animate onbegin=RUN attributeName=x dur=1s>",
  "<iframe srcdoc=\"<script>RUN</script>\"></iframe>",
  "<a href=\"javascript:RUN\" autofocus onfocus=RUN tabindex=1>x</a>",
  "<details open ontoggle=RUN>",
];
/** How it may be written so that a filter or a second reading makes it what it was not. */
const WRITINGS = [
  (text) => text,
  (text) => text.replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  (text) => [...text].map((sign) => (/[aeiou]/.test(sign) ? `&#x${sign.codePointAt(0).toString(16)};` : sign)).join(""),
  (text) => text.replace(/script|onerror|onload|onbegin|onfocus|ontoggle|srcdoc/gi, (word) => [...word].map((sign, at) => (at % 2 ? sign.toUpperCase() : sign)).join("")),
];
/** What fits no rule. */
const ODD = [
  "javascript:RUN", "JaVaScRiPt:RUN", "data:text/html,<script>RUN</script>", "vbscript:RUN", "{{constructor.constructor('RUN')()}}", "${RUN}", "<%= RUN %>",
  "<math><mtext><table><mglyph><style><!--</style><img title=\"--><img src=x onerror=RUN>\">", "\u202e<script>RUN</script>",
];

export const TEXTS = [...BREAKS.flatMap((before) => VECTORS.flatMap((vector) => WRITINGS.map((write) => write(before + vector)))).slice(0, 191), ...ODD].map((text, at) =>
  text.replaceAll("RUN", `window.hacked=${at + 1}`));
