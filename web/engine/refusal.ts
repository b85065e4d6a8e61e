/** Makes the error of the system whose file can't be had or is none; `passes` says that another try may do. */
export type Refusal = (reason: string, wayOut: string, passes?: boolean) => Error;
