import { useState } from "react";
import type { Connection, ConnectionDraft } from "../../../app/connection/connection.ts";
import { useShell } from "../../context/shell-context.ts";
import type { Task } from "../../hooks/use-task.ts";

/** The Secret Token of the form in clear text, while an operator looks at it. */
export function useSecretToken(connection: Pick<Connection, "revealToken">, task: Task) {
	const { toast, copy } = useShell();
	const [token, setToken] = useState<string | null>(null);
	return {
		/** Null while it is hidden. */
		token,
		reveal: (draft: ConnectionDraft) =>
			void task.run("Reading the Secret Token…", async () => {
				const made = await connection.revealToken(draft);
				if (made === null)
					toast.warn("There is no Secret Token yet.", "Enter the access ID and access key first.");
				setToken(made);
			}),
		hide: () => setToken(null),
		/** Copies it while it is shown. */
		copy: () => token !== null && copy(token, "the Secret Token"),
	};
}
