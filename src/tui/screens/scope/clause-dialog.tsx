import { isDeepStrictEqual } from "node:util";
import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import type { Scoping } from "../../../app/scope/scope.ts";
import { type Clause, type Operator, operators, type Scope } from "../../../scoping/scope.ts";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { UnsavedDialog } from "../../components/dialog/unsaved-dialog.tsx";
import { FieldRow, fieldCells } from "../../components/input/field-row.tsx";
import { type Option, Select } from "../../components/input/select.tsx";
import { nameSuggestions, SuggestionList } from "../../components/input/suggestions.tsx";
import { TextInput } from "../../components/input/text-input.tsx";
import { useVisited } from "../../components/input/use-visited.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { cutText, wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { clauseCommands } from "./clause-commands.ts";
import { countText, liveText } from "./effect-text.ts";
import { type ScopePlace, withClause } from "./scope-draft.ts";
import { useScopeEffect } from "./use-scope-effect.ts";

const width = 76;
const cells = width - 4;
/** Lines for suggestions or operators. */
const area = 8;

export type ClauseDialogProps = {
	readonly title: string;
	readonly scoping: Scoping;
	/** The clause before editing. */
	readonly clause: Clause;
	/** The edited scope and the position of the clause in it, for the live count. */
	readonly scope: Scope;
	readonly place: ScopePlace | null;
	/** Changes when the saved scope changes. */
	readonly saved: unknown;
	readonly onTake: (clause: Clause) => void;
	readonly onBack: () => void;
};

const fields = ["attribute", "operator", "value"] as const;
type Field = (typeof fields)[number];

const details: Readonly<Record<Operator, string>> = {
	EQUALS: "equals the value (case-sensitive)",
	"NOT EQUALS": "not empty and different from the value",
	"IS TRUE": "is the boolean True",
	"IS FALSE": "is the boolean False",
	"IS NULL": "empty",
	"IS NOT NULL": "not empty",
	"REGEX MATCH": "a .NET pattern matches part of it",
	"NOT REGEX MATCH": "not empty, and the pattern does not match",
	GREATER_THAN: "a whole number above the value",
	GREATER_THAN_OR_EQUALS: "a whole number, the value or above",
	INCLUDES: "contains the value (case-sensitive)",
	ENDS_WITH: "ends with the value (case-sensitive)",
	"&": "any bit of the value is set",
	"!&": "no bit of the value is set",
};

const operatorOptions: readonly Option<Operator>[] = operators.map((operator) => ({
	value: operator,
	label: operator,
	detail: details[operator],
}));

/** Whether the operator compares with a value. */
function takesValue(operator: Operator): boolean {
	return !operator.startsWith("IS ");
}

/** Edits one clause: attribute, operator and value, with a live count of the users in scope. */
export function ClauseDialog(props: ClauseDialogProps) {
	const { title, clause: before, onTake, onBack } = props;
	const [clause, setClause] = useState(before);
	const [asking, setAsking] = useState(false);
	const isEdited = !isDeepStrictEqual(trimmed(clause), trimmed(before));
	return (
		<Dialog
			title={title}
			width={width}
			height={area + 9}
			over={asking && <UnsavedDialog what="The clause" onDiscard={onBack} onKeep={() => setAsking(false)} />}
		>
			<ClauseBody
				{...props}
				clause={clause}
				isNew={before.attribute === ""}
				onEdit={setClause}
				onTake={() => onTake(trimmed(clause))}
				onBack={() => (isEdited ? setAsking(true) : onBack())}
			/>
		</Dialog>
	);
}

type ClauseBodyProps = Omit<ClauseDialogProps, "title" | "onTake"> & {
	/** Whether the clause is entered for the first time. */
	readonly isNew: boolean;
	readonly onEdit: (clause: Clause) => void;
	readonly onTake: () => void;
};

function ClauseBody({
	scoping,
	clause,
	isNew,
	scope,
	place,
	saved,
	onEdit,
	onTake,
	onBack,
}: ClauseBodyProps) {
	const [field, setField] = useState<Field>("attribute");
	const [marked, setMarked] = useState(0);
	const visited = useVisited<Field>(isNew ? "none" : "all");
	/** Changes when a suggestion is accepted: a remounted input has its caret at the end. */
	const [round, setRound] = useState(0);
	const names = scoping.attributes();
	const { attribute, operator } = clause;
	const suggestions = field === "attribute" ? nameSuggestions(attribute, names) : [];
	const mark = Math.min(marked, Math.max(0, suggestions.length - 1));

	const isNamed = field !== "attribute" || names.includes(attribute.trim());
	const draft = useMemo(
		() => (isNamed ? withClause(scope, place, trimmed(clause)) : null),
		[isNamed, scope, place, clause],
	);
	const live = useScopeEffect(scoping, draft, saved);
	// A value that is being typed, such as half a pattern, is not reported as wrong.
	const isTyped = field !== "operator" && !visited.shows(field);
	const isWrong =
		!isTyped && (live.failed !== null || live.problems.some(({ severity }) => severity === "error"));

	const shownFields = takesValue(operator) ? fields : fields.slice(0, 2);
	const markBy = (by: number) =>
		setMarked((mark + by + suggestions.length) % Math.max(1, suggestions.length));
	const clicked = (name: Field) => () => {
		if (name === field || !shownFields.includes(name)) return undefined;
		visited.leave(field);
		setField(name);
		return undefined;
	};
	const move = (by: number) => {
		visited.leave(field);
		const index = shownFields.indexOf(field) + by;
		setField(shownFields[Math.max(0, Math.min(shownFields.length - 1, index))] ?? field);
	};
	useCommands(clauseCommands, {
		suggesting: suggestions.length > 0,
		choosing: field === "operator",
		mark: markBy,
		acceptSuggestion() {
			const taken = suggestions[mark];
			if (taken === undefined) return;
			onEdit({ ...clause, attribute: taken.label });
			setRound(round + 1);
			setMarked(0);
		},
		move,
		goOn: () => (field === shownFields.at(-1) ? onTake() : move(1)),
		done: onTake,
		back: onBack,
	});

	const input = (name: "attribute" | "value", placeholder: string) => (
		<TextInput
			key={`${name} ${round}`}
			value={clause[name]}
			onChange={(text) => onEdit({ ...clause, [name]: text })}
			focused={field === name}
			width={fieldCells(cells)}
			placeholder={placeholder}
		/>
	);
	return (
		<Box flexDirection="column">
			<FieldRow
				label="Attribute"
				focused={field === "attribute"}
				mark={null}
				width={cells}
				onClick={clicked("attribute")}
			>
				{input("attribute", "for example department")}
			</FieldRow>
			<FieldRow
				label="Operator"
				focused={field === "operator"}
				mark={null}
				width={cells}
				onClick={clicked("operator")}
			>
				<Text>{operator}</Text>
			</FieldRow>
			<FieldRow
				label="Value"
				focused={field === "value"}
				mark={null}
				width={cells}
				onClick={clicked("value")}
			>
				{takesValue(operator) ? (
					input("value", "for example Sales")
				) : (
					<Text dimColor>{cutText("not used by this operator", fieldCells(cells))}</Text>
				)}
			</FieldRow>
			<Text> </Text>
			<Box flexDirection="column" height={area} overflow="hidden">
				{field === "operator" && (
					<Select
						options={operatorOptions}
						value={operator}
						onChange={(chosen) => onEdit({ ...clause, operator: chosen })}
						focused
						width={cells}
						height={area}
					/>
				)}
				{suggestions.length > 0 && (
					<SuggestionList
						suggestions={suggestions}
						marked={mark}
						width={cells}
						height={area}
						onMark={markBy}
					/>
				)}
				{field === "value" && <Text dimColor>{cutText(`${operator}: ${details[operator]}`, cells)}</Text>}
			</Box>
			<Text bold={!isWrong} {...paint(isWrong ? "bad" : "plain")}>
				{wrapText(isTyped ? countText(live) : liveText(live), cells)
					.slice(0, 2)
					.join("\n")}
			</Text>
		</Box>
	);
}

function trimmed({ attribute, operator, value }: Clause): Clause {
	return { attribute: attribute.trim(), operator, value: takesValue(operator) ? value : "" };
}
