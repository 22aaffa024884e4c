import type { Mapping } from "../../../app/mapping/mapping.ts";
import type { ScopeEffect, Scoping } from "../../../app/scope/scope.ts";
import type { Clause, Scope } from "../../../scoping/scope.ts";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { UnsavedDialog } from "../../components/dialog/unsaved-dialog.tsx";
import { HistoryDialog } from "../../history/history-dialog.tsx";
import { AffectedDialog } from "./affected-users.tsx";
import { ClauseDialog } from "./clause-dialog.tsx";
import { savingLines } from "./effect-text.ts";
import { FilterNameDialog } from "./filter-name-dialog.tsx";
import { renameFilter, type ScopePlace, withClause } from "./scope-draft.ts";

/** What is open over the list of filters. `place` is null for a new filter. */
export type ScopeOver =
	| { readonly type: "clause"; readonly place: ScopePlace | null; readonly clause: Clause }
	| { readonly type: "name"; readonly filter: number; readonly name: string }
	| { readonly type: "affected"; readonly effect: ScopeEffect }
	| { readonly type: "history" }
	| { readonly type: "leave" }
	/** Effect of saving. */
	| { readonly type: "save"; readonly effect: ScopeEffect; readonly thenLeave: boolean };

/** An editor of the scope, or the question before it is saved or left. */
export function ScopeDialog({
	over,
	scoping,
	history,
	saved,
	draft,
	width,
	height,
	onChange,
	onRestore,
	onAskToSave,
	onSave,
	onDiscard,
	onClose,
}: {
	readonly over: ScopeOver;
	readonly scoping: Scoping;
	readonly history: Mapping;
	readonly saved: Scope;
	readonly draft: Scope;
	readonly width: number;
	readonly height: number;
	readonly onChange: (draft: Scope) => void;
	readonly onRestore: (version: number) => void;
	/** The edits are to be saved before the editor is left. */
	readonly onAskToSave: () => void;
	readonly onSave: (thenLeave: boolean) => void;
	readonly onDiscard: () => void;
	readonly onClose: () => void;
}) {
	switch (over.type) {
		case "clause":
			return (
				<ClauseDialog
					title={clauseTitle(draft, over.place)}
					scoping={scoping}
					clause={over.clause}
					scope={draft}
					place={over.place}
					saved={saved}
					onTake={(clause) => onChange(withClause(draft, over.place, clause))}
					onBack={onClose}
				/>
			);
		case "name":
			return (
				<FilterNameDialog
					name={over.name}
					onTake={(name) => onChange(renameFilter(draft, over.filter, name))}
					onBack={onClose}
				/>
			);
		case "affected":
			return <AffectedDialog effect={over.effect} width={width} height={height} onClose={onClose} />;
		case "history":
			return (
				<HistoryDialog
					history={history}
					width={width}
					height={height}
					onRestore={({ number }) => onRestore(number)}
					onClose={onClose}
				/>
			);
		case "leave":
			return <UnsavedDialog what="The scope" onSave={onAskToSave} onDiscard={onDiscard} onKeep={onClose} />;
		case "save":
			return (
				<ConfirmDialog
					title="Save the scope?"
					lines={savingLines(over.effect)}
					{...(over.effect.disabled > 1 ? { typed: String(over.effect.disabled) } : {})}
					verb="Save"
					writes="scope"
					danger={over.effect.disabled > 0}
					onConfirm={() => onSave(over.thenLeave)}
					onCancel={onClose}
				/>
			);
	}
}

function clauseTitle(scope: Scope, place: ScopePlace | null): string {
	if (place === null) return "New filter: first clause";
	const name = scope.filters[place.filter]?.name ?? "";
	return place.clause === null ? `New clause of ${name}` : `Clause ${place.clause + 1} of ${name}`;
}
