import { Box, Text } from "ink";
import { useState } from "react";
import type { People, Person } from "../../../../app/people/people.ts";
import { type AppRole, defaultAccess, defaultAccessId } from "../../../../source/app-role.ts";
import { Dialog } from "../../../components/dialog/dialog.tsx";
import { type Option, Select } from "../../../components/input/select.tsx";
import { Spinner } from "../../../components/spinner.tsx";
import { useLoad } from "../../../hooks/use-load.ts";
import { wrapText } from "../../../text/fit-text.ts";
import { usersAndGroups } from "../../../text/users-and-groups.ts";
import { peopleText } from "../person/person-text.ts";

export type AssignDialogProps = {
	readonly people: People;
	readonly chosen: readonly Person[];
	/** What else the change does, one line each. */
	readonly notes?: readonly string[];
	readonly onAssign: (role: AppRole) => unknown;
	readonly onClose: () => void;
};

/**
 * The roles that can be assigned: those with a value first, then those that send none. Default Access is the last of them, unless the
 * application has a role for it, as those of Entra's template have.
 */
export function roleOptions(roles: readonly AppRole[]): readonly Option<AppRole>[] {
	const assignable = roles.filter(({ id, isAssignable }) => id !== defaultAccessId && isAssignable !== false);
	const plain = assignable.filter(({ value }) => value === null);
	const offered = [
		...assignable.filter(({ value }) => value !== null),
		...(plain.length === 0 ? [defaultAccess] : plain),
	];
	return offered.map((role) => ({
		value: role,
		label: role.displayName,
		detail: role.value === null ? "sends no role value" : `sends ${role.value}`,
	}));
}

/** The role to select first: one with a value, and not of an administrator, who is seldom meant by a second Enter. */
export function suggestedRole(options: readonly Option<AppRole>[]): Option<AppRole> | undefined {
	const valued = options.filter(({ value }) => value.value !== null);
	return valued.find(({ value }) => !/admin/i.test(value.value ?? "")) ?? valued[0] ?? options[0];
}

/** Shows who will be assigned, and asks for the role. */
export function AssignDialog(props: AssignDialogProps) {
	return (
		<Dialog title={`Assign ${usersAndGroups(props.chosen)}`} width={70} onClose={props.onClose}>
			<RoleChoice {...props} />
		</Dialog>
	);
}

function RoleChoice({ people, chosen, notes = [], onAssign }: AssignDialogProps) {
	const { value: roles, loading, failed } = useLoad(people, (from) => from.roles());
	const [role, setRole] = useState<AppRole | null>(null);
	const options = roles === undefined ? [] : roleOptions(roles);
	const marked = options.find(({ value }) => value.id === role?.id) ?? suggestedRole(options);
	return (
		<Box flexDirection="column" paddingTop={1}>
			<Text>{wrapText(peopleText(chosen), 66).join("\n")}</Text>
			{notes.length > 0 && <Text dimColor>{notes.flatMap((note) => wrapText(note, 66)).join("\n")}</Text>}
			<Text> </Text>
			{marked === undefined ? (
				loading ? (
					<Spinner label="Reading the roles…" />
				) : (
					<Text>{failed ?? "The application has no roles."}</Text>
				)
			) : (
				<>
					<Text bold>Choose a role. Nothing changes in Sumo Logic until the next cycle.</Text>
					<Select
						options={options}
						value={marked.value}
						onChange={setRole}
						onSubmit={onAssign}
						focused
						width={66}
						height={8}
					/>
				</>
			)}
		</Box>
	);
}
