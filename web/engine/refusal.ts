/** Makes the error of the system whose file is missing or invalid; `passes` says that another try may do. */
export type Refusal = (reason: string, wayOut: string, passes?: boolean) => Error;
