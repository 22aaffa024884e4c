import type { AttributeMapping } from "../../mapping/definition/attribute-mapping.ts";

/** A user to preview with. */
export type SampleUser = { readonly id: string; readonly displayName: string; readonly userName: string };

/** A mapping that is not saved yet, and the target of the one that it replaces; absent: it is added. */
export type MappingDraft = { readonly mapping: AttributeMapping; readonly replaces?: string };
