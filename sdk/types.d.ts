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
  /** The language of the words, `en` or `de`; else that of the page. */
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
  /** The strongest reason, in words. */
  why?: string;
  reasons?: Reason[];
}

/** What a page wishes for. */
export interface Wish {
  /** How many; 10 if left out. */
  count?: number;
  exclude?: string[];
  category?: string;
  /** Another address that answers with items: `/v1/slots/NAME/choose`. */
  path?: string;
  /** What a slot is told of the circumstances. */
  context?: { language?: string; device?: string; weather?: string; part_of_day?: string };
  /** The experiment that is tried. */
  experiment?: string;
  /** What was looked at in this visit; sent only where `recommend` is open. */
  visit?: { item: string; verb?: "purchase" | "view" | "rating" }[];
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
  /** The language of the words: that of the connection, else that of the page. */
  readonly lang: "en" | "de";
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
