// Random TC and GPP strings, written by the IAB's own packages, and the fields that these packages read in them again.
// `node strings.mjs tcf|gpp COUNT SEED`: one JSON document a line, {"string": .., "fields": ..}. Sets of ids are runs
// [first, last]; times are tenths of a second.

import { createRequire } from "node:module";
import { GVL, TCModel, TCString, PurposeRestriction, Segment } from "@iabtechlabtcf/core";

const { GppModel } = await inside("GppModel.js");
const { RangeEntry } = await inside("datatype/RangeEntry.js");
const VENDORS = 400;

/** A file of the GPP package's encoder, which its main file does not hand out. */
async function inside(file) {
  const main = createRequire(import.meta.url).resolve("@iabgpp/cmpapi");
  return import(new URL(`../mjs/encoder/${file}`, `file://${main}`));
}

// === chance, the same for the same seed (mulberry32) ===

let state = Number(process.argv[4] ?? 1) >>> 0;

function chance() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

const below = (n) => Math.floor(chance() * n);
const coin = () => chance() < 0.5;
const times = (n, make) => Array.from({ length: n }, (_, at) => make(at));
const letters = () => String.fromCharCode(65 + below(26), 65 + below(26));
const day = () => new Date(Math.floor((1.5e12 + chance() * 4e11) / 864e5) * 864e5);

/** Some ids up to `max`: none, a few apart, whole stretches, or most of them. */
function ids(max) {
  const found = new Set();
  const kind = below(4);
  if (kind === 1) times(1 + below(12), () => found.add(1 + below(max)));
  if (kind === 2) {
    times(1 + below(4), () => {
      const first = 1 + below(max);
      const last = Math.min(max, first + below(200));
      for (let id = first; id <= last; id++) found.add(id);
    });
  }
  if (kind === 3) {
    const share = chance();
    for (let id = 1 + below(max); id <= max; id++) if (chance() < share) found.add(id);
  }
  return [...found].sort((a, b) => a - b);
}

const bits = (count) => times(count, coin);
const few = (max) => times(max, (at) => at + 1).filter(coin);

// === what both write down ===

function runs(list) {
  const found = [];
  for (const id of [...new Set(list)].sort((a, b) => a - b)) {
    const last = found[found.length - 1];
    if (last && last[1] + 1 === id) last[1] = id;
    else found.push([id, id]);
  }
  return found;
}

const set = (flags) => runs(flags.flatMap((flag, at) => (flag ? [at + 1] : [])));
const deciseconds = (date) => Math.round(date.getTime() / 100);

function vector(found) {
  const list = [];
  found.forEach((value, id) => value && list.push(id));
  return runs(list);
}

// === TC strings ===

function vendorList() {
  const purpose = (id) => [id, { id, name: "", description: "", illustrations: [] }];
  const vendor = (id) => [id, {
    id, name: `v${id}`, purposes: times(11, (at) => at + 1), legIntPurposes: [2, 7, 8, 9, 10, 11],
    flexiblePurposes: times(11, (at) => at + 1), specialPurposes: [1], features: [], specialFeatures: [],
  }];
  return new GVL({
    gvlSpecificationVersion: 3, vendorListVersion: 1 + below(4000), tcfPolicyVersion: 5, lastUpdated: "2026-01-01T00:00:00Z",
    purposes: Object.fromEntries(times(11, (at) => purpose(at + 1))), specialPurposes: Object.fromEntries([purpose(1)]), features: {}, specialFeatures: {},
    stacks: {}, vendors: Object.fromEntries(times(VENDORS, (at) => vendor(at + 1))), dataCategories: {},
  });
}

function tcModel(gvl) {
  const model = new TCModel(gvl);
  model.created = day();
  model.lastUpdated = day();
  model.cmpId = 2 + below(4000);
  model.cmpVersion = 2 + below(4000);
  model.consentScreen = below(64);
  model.policyVersion = 1 + below(63);
  model.isServiceSpecific = coin();
  model.useNonStandardTexts = coin();
  model.purposeOneTreatment = coin();
  model.publisherCountryCode = letters();
  model.specialFeatureOptins.set(few(12));
  model.purposeConsents.set(few(24));
  model.purposeLegitimateInterests.set(few(24));
  model.vendorConsents.set(ids(VENDORS));
  model.vendorLegitimateInterests.set(ids(VENDORS));
  model.vendorsDisclosed.set(ids(VENDORS));
  model.vendorsAllowed.set(ids(VENDORS));
  model.publisherConsents.set(few(24));
  model.publisherLegitimateInterests.set(few(24));
  model.numCustomPurposes = coin() ? 0 : below(64);
  model.publisherCustomConsents.set(few(model.numCustomPurposes));
  model.publisherCustomLegitimateInterests.set(few(model.numCustomPurposes));
  times(below(4), () => {
    const restriction = new PurposeRestriction(2 + below(10), below(2));
    for (const id of ids(60)) model.publisherRestrictions.add(id, restriction);
  });
  return model;
}

function segments() {
  const more = [Segment.VENDORS_DISCLOSED, Segment.VENDORS_ALLOWED, Segment.PUBLISHER_TC].filter(coin);
  return [Segment.CORE, ...more];
}

function restrictions(found) {
  const list = found.getRestrictions().map((r) => ({
    PurposeId: r.purposeId, RestrictionType: r.restrictionType, Vendors: runs(found.getVendors(r)),
  }));
  return list.sort((a, b) => a.PurposeId - b.PurposeId || a.RestrictionType - b.RestrictionType);
}

function tcfFields(string, kept) {
  const model = TCString.decode(string);
  const has = (segment) => kept.includes(segment);
  return {
    Version: model.version, Created: deciseconds(model.created), LastUpdated: deciseconds(model.lastUpdated),
    CmpId: model.cmpId, CmpVersion: model.cmpVersion, ConsentScreen: model.consentScreen,
    ConsentLanguage: model.consentLanguage, VendorListVersion: model.vendorListVersion,
    TcfPolicyVersion: model.policyVersion, IsServiceSpecific: model.isServiceSpecific,
    UseNonStandardTexts: model.useNonStandardTexts, SpecialFeatureOptIns: vector(model.specialFeatureOptins),
    PurposesConsent: vector(model.purposeConsents), PurposesLITransparency: vector(model.purposeLegitimateInterests),
    PurposeOneTreatment: model.purposeOneTreatment, PublisherCC: model.publisherCountryCode,
    VendorConsent: vector(model.vendorConsents), VendorLegitimateInterest: vector(model.vendorLegitimateInterests),
    PublisherRestrictions: restrictions(model.publisherRestrictions),
    DisclosedVendors: has(Segment.VENDORS_DISCLOSED) ? vector(model.vendorsDisclosed) : null,
    AllowedVendors: has(Segment.VENDORS_ALLOWED) ? vector(model.vendorsAllowed) : null,
    PublisherTC: has(Segment.PUBLISHER_TC) ? {
      PubPurposesConsent: vector(model.publisherConsents),
      PubPurposesLITransparency: vector(model.publisherLegitimateInterests),
      NumCustomPurposes: Number(model.numCustomPurposes),
      CustomPurposesConsent: vector(model.publisherCustomConsents),
      CustomPurposesLITransparency: vector(model.publisherCustomLegitimateInterests),
    } : null,
  };
}

function tcf(gvl) {
  const kept = segments();
  const string = TCString.encode(tcModel(gvl), { segments: kept });
  return { string, fields: tcfFields(string, kept) };
}

// === GPP strings ===

const STATES = [
  "usnat", "usca", "usva", "usco", "usut", "usct", "usfl", "usmt", "usor", "ustx", "usde", "usia", "usne", "usnh",
  "usnj", "ustn", "usmn", "usmd", "usin", "usky", "usri",
];
const SECTIONS = ["tcfeuv2", "tcfcav1", "uspv1", ...STATES];
/** What the packages keep beside the fields: whether the segment after the core is there. */
const included = (name) => (LATER.includes(name) ? "SensitiveDataConsentSegmentIncluded" : "GpcSegmentIncluded");
const NO_SECOND = ["usva", "usut", "usfl"];
const LATER = ["usin", "usky", "usri"];

const entry = (key) => ({ key, type: below(3), ids: ids(120) });

function setTcf(model, name, fields) {
  for (const [field, value] of Object.entries(fields)) model.setFieldValue(name, field, value);
}

const asEntries = (list) => list.map(({ key, type, ids }) => new RangeEntry(key, type, ids));

function common() {
  return {
    CmpId: below(4096), CmpVersion: below(4096), ConsentScreen: below(64), ConsentLanguage: letters(),
    VendorListVersion: below(4096),
  };
}

function customs() {
  const count = coin() ? 0 : below(64);
  return [count, bits(count), bits(count)];
}

function setEurope(model) {
  const [count, consents, interests] = customs();
  setTcf(model, "tcfeuv2", {
    ...common(), PolicyVersion: below(64), IsServiceSpecific: true, UseNonStandardStacks: coin(),
    SpecialFeatureOptins: bits(12), PurposeConsents: bits(24), PurposeLegitimateInterests: bits(24),
    PurposeOneTreatment: coin(), PublisherCountryCode: letters(), VendorConsents: ids(VENDORS),
    VendorLegitimateInterests: ids(VENDORS), VendorsDisclosed: ids(VENDORS),
    PublisherRestrictions: asEntries(few(4).map(entry)), PublisherConsents: bits(24),
    PublisherLegitimateInterests: bits(24), NumCustomPurposes: count, PublisherCustomConsents: consents,
    PublisherCustomLegitimateInterests: interests,
  });
}

function setCanada(model) {
  const [count, express, implied] = customs();
  setTcf(model, "tcfcav1", {
    ...common(), TcfPolicyVersion: below(64), UseNonStandardStacks: coin(), SpecialFeatureExpressConsent: bits(12),
    PurposesExpressConsent: bits(24), PurposesImpliedConsent: bits(24), VendorExpressConsent: ids(VENDORS),
    VendorImpliedConsent: ids(VENDORS), DisclosedVendors: ids(VENDORS), PubRestrictions: asEntries(few(4).map(entry)),
    PubPurposesExpressConsent: bits(24), PubPurposesImpliedConsent: bits(24), NumCustomPurposes: count,
    CustomPurposesExpressConsent: express, CustomPurposesImpliedConsent: implied,
    Created: day(), LastUpdated: day(),
  });
}

const sign = () => "YN-"[below(3)];

function setState(model, name) {
  model.setFieldValue(name, name === "usmd" || LATER.includes(name) ? "MspaVersion" : "Version", 1);
  for (const [field, value] of Object.entries(model.getSection(name))) {
    if (field === "Gpc") model.setFieldValue(name, field, coin());
    else if (Array.isArray(value)) model.setFieldValue(name, field, value.map(() => below(3)));
    else if (field === "MspaCoveredTransaction") model.setFieldValue(name, field, 1 + below(2));
    else if (!field.endsWith("Version") && field !== "GpcSegmentType") model.setFieldValue(name, field, below(3));
  }
  if (!NO_SECOND.includes(name)) model.setFieldValue(name, included(name), coin());
  if (name === "usnat") model.setFieldValue(name, "Version", 1 + below(2));
}

function setSection(model, name) {
  if (name === "tcfeuv2") setEurope(model);
  else if (name === "tcfcav1") setCanada(model);
  else if (name === "uspv1") setTcf(model, name, { Version: 1, Notice: sign(), OptOutSale: sign(), LspaCovered: sign() });
  else setState(model, name);
}

function shownEntries(list) {
  return list.map((e) => ({ PurposeId: e.getKey(), RestrictionType: e.getType(), Vendors: runs(e.getIds()) }));
}

function europe(s) {
  return {
    Version: s.Version, Created: deciseconds(s.Created), LastUpdated: deciseconds(s.LastUpdated), CmpId: s.CmpId,
    CmpVersion: s.CmpVersion, ConsentScreen: s.ConsentScreen, ConsentLanguage: s.ConsentLanguage,
    VendorListVersion: s.VendorListVersion, TcfPolicyVersion: s.PolicyVersion, IsServiceSpecific: s.IsServiceSpecific,
    UseNonStandardTexts: s.UseNonStandardStacks, SpecialFeatureOptIns: set(s.SpecialFeatureOptins),
    PurposesConsent: set(s.PurposeConsents), PurposesLITransparency: set(s.PurposeLegitimateInterests),
    PurposeOneTreatment: s.PurposeOneTreatment, PublisherCC: s.PublisherCountryCode,
    VendorConsent: runs(s.VendorConsents), VendorLegitimateInterest: runs(s.VendorLegitimateInterests),
    PublisherRestrictions: shownEntries(s.PublisherRestrictions), DisclosedVendors: runs(s.VendorsDisclosed),
    AllowedVendors: null,
    PublisherTC: {
      PubPurposesConsent: set(s.PublisherConsents), PubPurposesLITransparency: set(s.PublisherLegitimateInterests),
      NumCustomPurposes: s.NumCustomPurposes, CustomPurposesConsent: set(s.PublisherCustomConsents),
      CustomPurposesLITransparency: set(s.PublisherCustomLegitimateInterests),
    },
  };
}

function canada(s) {
  return {
    Version: s.Version, Created: deciseconds(s.Created), LastUpdated: deciseconds(s.LastUpdated), CmpId: s.CmpId,
    CmpVersion: s.CmpVersion, ConsentScreen: s.ConsentScreen, ConsentLanguage: s.ConsentLanguage,
    VendorListVersion: s.VendorListVersion, TcfPolicyVersion: s.TcfPolicyVersion,
    UseNonStandardStacks: s.UseNonStandardStacks, SpecialFeatureExpressConsent: set(s.SpecialFeatureExpressConsent),
    PurposesExpressConsent: set(s.PurposesExpressConsent), PurposesImpliedConsent: set(s.PurposesImpliedConsent),
    VendorExpressConsent: runs(s.VendorExpressConsent), VendorImpliedConsent: runs(s.VendorImpliedConsent),
    PubRestrictions: shownEntries(s.PubRestrictions),
    DisclosedVendors: s.DisclosedVendors.length > 0 ? runs(s.DisclosedVendors) : null,
    PubPurposes: {
      PubPurposesExpressConsent: set(s.PubPurposesExpressConsent),
      PubPurposesImpliedConsent: set(s.PubPurposesImpliedConsent), NumCustomPurposes: s.NumCustomPurposes,
      CustomPurposesExpressConsent: set(s.CustomPurposesExpressConsent),
      CustomPurposesImpliedConsent: set(s.CustomPurposesImpliedConsent),
    },
  };
}

/** A state's fields; those of a segment that was not sent are left out. */
function stateFields(name, model) {
  const sent = NO_SECOND.includes(name) || model.getFieldValue(name, included(name));
  const second = LATER.includes(name) ? "SensitiveDataProcessing" : "Gpc";
  const left = Object.entries(model.getSection(name)).filter(([field]) => field !== "GpcSegmentType");
  return Object.fromEntries(left.filter(([field]) => sent || field !== second));
}

function shown(name, model) {
  const section = model.getSection(name);
  if (name === "tcfeuv2") return europe(section);
  if (name === "tcfcav1") return canada(section);
  if (name === "uspv1") return section;
  return stateFields(name, model);
}

/** Every section alone, then any number of them, apart and side by side. */
function chosen(at) {
  if (at < SECTIONS.length * 4) return [SECTIONS[at % SECTIONS.length]];
  const share = chance();
  const some = SECTIONS.filter(() => chance() < share);
  return some.length > 0 ? some : [SECTIONS[below(SECTIONS.length)]];
}

function gpp(at) {
  const names = chosen(at);
  const model = new GppModel();
  for (const name of names) setSection(model, name);
  const string = model.encode();
  const read = new GppModel(string);
  const fields = Object.fromEntries(names.map((name) => [name, shown(name, read)]));
  return { string, fields };
}

// === out ===

const [, , kind, count] = process.argv;
const gvl = kind === "tcf" ? vendorList() : null;
if (gvl) await gvl.readyPromise;
for (let at = 0; at < Number(count); at++) {
  const line = kind === "tcf" ? tcf(gvl) : gpp(at);
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
