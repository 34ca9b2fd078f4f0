/** Name of the secret that signs unsubscribe links, below the stack's prefix. */
export const unsubscribeSecret = 'unsubscribe-key';

/** What an entry of the secret store holds until the operator sets it. */
export const notSet = 'casebook: this secret has not been set';
