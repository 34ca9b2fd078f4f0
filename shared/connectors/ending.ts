/** Something at a vendor that a source relies on and that ends on a day, with the vendor's page that says so. */
export interface Ending {
  readonly what: string;
  /** ISO date. */
  readonly on: string;
  readonly instead: string;
  readonly page: string;
}
