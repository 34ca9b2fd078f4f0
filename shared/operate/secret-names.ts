/** What an entry of the secret store holds until the operator sets it. */
export const notSet = 'casebook: this secret has not been set';
