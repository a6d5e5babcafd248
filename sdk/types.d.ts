// What goes into the SDK, and what comes out.

/** How a page reaches the server, and for whom. */
export interface Connection {
  /** Where the server is: "https://assent.example". */
  url: string;
  /** Gets the visitor's subject token from the shop's own server; null where nobody is known. Asked anew when it ended. */
  token?: () => Promise<string | null> | string | null;
  /** A browser key (`assent_bw_..`). No other key belongs in a page. */
  key?: string;
  /** What could claim the visitor: `["eu"]`. */
  jurisdictions?: string[];
  /** The address of the page where choices are changed. */
  preferences?: string;
  /** The language of the words, by its code, of those that the server speaks; else that of the page. */
  lang?: string;
}

/** What a person chose about one purpose. */
export interface PurposeChoice {
  purpose: string;
  /** Where consent stands: `never_asked`, `given`, `refused`, .. */
  state: string;
  /** Whether data may be used for it now. */
  open: boolean;
  /** Whether to ask about it now. */
  ask: boolean;
  /** Why not to ask. */
  why_not?: string;
  /** What the person gets from it. */
  benefit?: string;
}

/** What was read of a person's choice. */
export interface Choice {
  /** Whether it could be read. */
  known: boolean;
  /** Whether somebody is known. */
  person: boolean;
  /** Whether to ask at all. */
  ask: boolean;
  /** Whether anything may be used. */
  open: boolean;
  purposes: PurposeChoice[];
  /** Whether data may be used for this purpose now. */
  may(purpose: string): boolean;
}

/** What a visitor did. */
export interface Act {
  item: string;
  verb: "purchase" | "return" | "view" | "rating";
  /** A name for what was done, such as an order line's; else one is drawn. Sent again it is the same. */
  id?: string;
  quantity?: number;
  /** Tenths of a star: a rating has them, and nothing else. */
  rating_tenths?: number;
  basket?: string;
  /** What it may serve at most. */
  purposes?: string[];
}

/** An act that waits to be sent. */
export interface Waiting extends Act {
  id: string;
  /** When it was done, in seconds since 1970, by the visitor's clock. */
  at: number;
}

/** A term of an item's score, and what it comes from. */
export interface Reason {
  term: string;
  weight: number;
  evidence: string[];
  titles?: string[];
}

/** A recommended item. */
export interface Item {
  id: string;
  /** Plain text. Never put it into a page as markup. */
  title?: string;
  url?: string;
  /** Its narrowest category. */
  category?: string;
  seller?: string;
  /** The strongest reason, in words. */
  why?: string;
  reasons?: Reason[];
}

/** What a page wishes for. */
export interface Wish {
  /** How many; 10 if left out. */
  count?: number;
  exclude?: string[];
  /** A rule about items. */
  filter?: object;
  /** Less of things like these. */
  less?: string[];
  category?: string;
  /** Another address that answers with items: `/v1/slots/NAME/choose`. */
  path?: string;
  /** What a slot is told of the circumstances. */
  context?: { language?: string; device?: string; weather?: string; part_of_day?: string };
  /** The experiment that is tried. */
  experiment?: string;
  /** What was looked at in this visit; sent only where `recommend` is open. */
  visit?: { item: string; verb?: "purchase" | "view" | "rating" }[];
  /** What lies in the cart, and what was shown in this visit, once for each time; sent only where `recommend` is open. */
  cart?: string[];
  shown?: string[];
  /** Where nobody is known, with a browser key: what goes with this item, alike for everybody. */
  like?: string;
  /** The page's own items, for when there is no answer. */
  fallback?: Item[];
  /** How long to wait for an answer. */
  timeout_ms?: number;
}

/** What comes back. */
export interface Slate {
  items: Item[];
  receipt: string | null;
  rung: string;
  personalized: boolean;
  refusal: string[];
  refusal_says: string[];
  /** Whether these are the page's own items. */
  fallback: boolean;
}

/** Why an item is shown, and what can be done about it. */
export interface Why {
  /** The strongest reason, in words. */
  sentence: string;
  /** Every reason; their shares add up to 1. */
  reasons: { term: string; share: number; evidence: { id: string; title: string }[] }[];
  /** The page where it is changed. */
  change: string | null;
  /** Takes something out of the person's history, so that it counts no more; false where that failed. */
  notThis(item: string): Promise<boolean>;
}

/** What is said about a thing: one of these. */
export interface Topic {
  /** Things like this one: less of them. */
  like?: string;
  /** This thing. */
  item?: string;
  seller?: string;
  category?: string;
}

/** What `less` returns. */
export interface Less {
  /**
   * Less of it, or nothing of it; taken back where `said` is false. `kept`: the server keeps it as the person's word.
   * `page`: it holds in this page alone, because no more is allowed or the server was not reached.
   */
  no(topic: Topic, said?: boolean): Promise<"kept" | "page">;
  /** As that of the connection, without what is not wanted. */
  recommend(wish?: Wish): Promise<Slate>;
  /** As that of the connection, without what is not wanted; drawn without a template, each item has the buttons. */
  slot(element: Element, options?: Wish & { template?: Template }): Promise<Slate>;
  /** The buttons for an item; once one was pressed, a word about it and the way back. */
  buttons(item: Item): HTMLElement;
}

/** Draws one item. A string is shown as text. */
export type Template = (item: Item, why: Why) => Node | string;

/** What `connect` returns. */
export interface Assent {
  /** Reads what this person chose: once for a page, or `again`. Never fails: what can not be read is no yes. */
  consent(options?: { again?: boolean }): Promise<Choice>;
  /** Takes what the visitor did, where a choice was read and allows it: true. Else it keeps and sends nothing: false. */
  track(act: Act): boolean;
  /** Items for this visitor, or the page's own. Never fails. */
  recommend(wish?: Wish): Promise<Slate>;
  /**
   * Fills an element with items, each drawn by the page's own template, or as a plain list with its reasons. Without an
   * answer the element stays as the page made it.
   */
  slot(element: Element, options?: Wish & { template?: Template }): Promise<Slate>;
  /** Why an item is shown, and what can be done about it. */
  why(item: Item): Why;
  /** Records statements of the person, and reads the choice again. */
  say(statements: object[]): Promise<Choice>;
  /** The page where choices are changed; null where the shop named none. */
  preferences(): string | null;
  /** Sends what waits, now. */
  flush(): Promise<void>;
  /** Calls back whenever a choice was read. Returns how to stop. */
  onChoice(listener: (choice: Choice) => void): () => void;
  /** Whether the browser says no by Global Privacy Control. */
  readonly gpc: boolean;
  /** The language of the words: that of the connection, else that of the page; English where the server speaks neither. */
  readonly lang: string;
  /** Says one thing more about what the person likes or does not want, or takes it back. */
  amend(interest: Topic & { likes?: boolean; said?: boolean }): Promise<any>;
  /** A notice as it is published. */
  notice(notice: string): Promise<any>;
  /** A notice to show to this person, with the snapshot for their answer. */
  served(notice: string): Promise<any>;
  /** Tells that the person was asked, or wants to answer later. */
  prompted(outcome: "shown" | "deferred"): Promise<any>;
}

/** How a panel asks. */
export interface PanelOptions {
  /** The key of the published notice. */
  notice: string;
  /** Ask beside this element, which needs the answer, rather than in a corner of the page. */
  beside?: Element;
  /** The person asked for it themself, to see or change what they chose. It counts as no prompt. */
  opened?: boolean;
}

/** How it went. What was answered is in `consent()`. */
export type Outcome = "answered" | "later" | "not_asked";

/** What can be pressed. `does` may be a word of a later version: then it is not drawn. */
export interface Control {
  id: string;
  does: "accept" | "refuse" | "switch" | "save" | "open" | (string & {});
  purposes: string[];
  weight?: string;
}

export interface Layer {
  controls: Control[];
}

/** A notice as it is shown to one person. */
export interface Served {
  lang: string;
  layers: Layer[];
  words: {
    title: string;
    layers?: string[];
    controls?: Record<string, string>;
    benefits?: Record<string, string>;
  };
  purposes: { purpose: string; categories: string[]; recipients: string[]; retention_days: number }[];
  snapshot: string;
}

/** What is needed to show a notice. */
export interface Showing extends PanelOptions {
  assent: Assent;
  choice: Choice;
  served: Served;
  /** Who asks. */
  published: { controller: string; contact: string };
  done(outcome: Outcome): void;
}

// === the device rung ===

/** How a page ranks on the visitor's device. */
export interface DeviceConnection {
  /** Where the server is. */
  url: string;
  /** The shop's key, as `/.well-known/assent-keys` has it: with it in the page, the server alone can not name another. */
  key?: string;
  /** The language of the words, by its code, of those that the server speaks; else that of the page. */
  lang?: string;
  /** Makes a worker out of `ranker.js`, for pages of another origin than the server's; `false` ranks in the page. */
  worker?: (() => Worker) | false;
}

/** Something that was done, kept on the device alone. */
export interface LocalAct {
  id?: string;
  item: string;
  verb: "purchase" | "return" | "view" | "rating";
  /** In seconds since 1970. */
  at: number;
  quantity?: number;
  rating_tenths?: number;
  /** The item's name for people, where the model has it. */
  title?: string;
}

/** What is asked of the ranking. */
export interface Wanted {
  count: number;
  /** In seconds since 1970. */
  now: number;
  exclude?: string[];
  /** Steps of category paths that are not wanted. */
  never?: string[];
  category?: string;
}

/** An item that was ranked. */
export interface Ranked extends Item {
  title: string;
  /** In minor units. */
  price?: number;
  currency?: string;
  score: number;
  reasons: Reason[];
}

/** All that is kept on the device. */
export interface DeviceHave {
  acts: LocalAct[];
  /** What is not to be used (`act`) and not to be shown (`item`, `category`). */
  rules: { kind: string; name: string }[];
  /** The digest of the model that was ranked with. */
  model: string | null;
}

/** What `device` returns. */
export interface Device {
  /** Whether the person chose it, on this device. */
  readonly on: boolean;
  /** The person chooses it: from now on acts are kept here. False where the browser keeps nothing. */
  start(): Promise<boolean>;
  /** The person gives it up: everything is erased. */
  erase(): Promise<boolean>;
  /** Keeps what was done, here. False where it was not started. */
  track(act: Omit<LocalAct, "at" | "id">): Promise<boolean>;
  /** Items for this person, ranked here, or the page's own. Never fails. */
  recommend(wish?: { count?: number; exclude?: string[]; category?: string; fallback?: Item[] }): Promise<{ items: Item[]; rung: string; fallback: boolean }>;
  /** Takes what was done with an item out of what is used, or puts it back. */
  notThis(item: string, on?: boolean): Promise<boolean>;
  /** Never shows an item, or shows it again. */
  neverItem(item: string, on?: boolean): Promise<boolean>;
  /** Never shows anything of a category, or shows it again. */
  neverCategory(category: string, on?: boolean): Promise<boolean>;
  /** Everything that is kept here: for the person to see, and to carry away. */
  have(): Promise<DeviceHave>;
  /** What of this moment may be said to anybody: no place is in it, and of the weather that the page knows its class alone. */
  context(sky?: { celsius?: number; rain_mm?: number; snow_mm?: number; cloud_percent?: number }): { language: string; part_of_day: string; weather?: string };
}

/** Rows of the item model: `to` and `weights` of a row from `ends[row]` to `ends[row + 1]`. */
export interface RankerRows {
  scales: Float32Array;
  ends: Uint32Array;
  to: Uint32Array;
  weights: Int8Array;
}

/** The item model, read. */
export interface RankerModel {
  rest: number | null;
  rules: {
    memory_days: number | null;
    alike: number;
    owned: number;
    owned_too: boolean;
    look: number;
    dislike: number;
    visit: number;
    visit_seconds: number;
    visit_longest_seconds: number;
    taken_tenths: number;
    disliked_tenths: number;
    often_from: number[];
    since_from: number[];
    evidence: number;
  };
  table: number[];
  /** `once`: nobody who has it wants it again. `form`: of those with the same number one is shown. */
  items: { id: string; title: string; category?: string[]; price?: number; currency?: string; url?: string; gone?: boolean; once?: boolean; form?: number }[];
  /** Things that are not ranked, each with the number of what nobody who has it wants again. */
  also: Map<string, number>;
  together: Float32Array;
  again: Float32Array;
  popular: Float32Array;
  factors: Float32Array;
  rows: RankerRows;
  alike: RankerRows;
  known: Map<string, number>;
}
