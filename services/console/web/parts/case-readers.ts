/**
 * Who may read what of a case, as the contracts say it in `x-roles`: a screen that asked and was refused would fill the
 * log with refusals nobody can act on. It hides; the services decide. A test holds it against the contracts.
 */

/** By what is read; the test knows which operation stands behind each name. */
export const readers = {
  bills: ['cashier', 'window-clerk', 'supervisor', 'auditor', 'integrator'],
  notice: ['cashier', 'window-clerk'],
  voidBill: ['cashier'],
  exemptions: ['cashier', 'window-clerk', 'supervisor', 'auditor'],
  refunds: ['cashier', 'supervisor', 'approver', 'auditor'],
  refundApprovers: ['cashier', 'supervisor', 'approver'],
  standardRegister: ['catalogue-officer', 'cashier', 'window-clerk', 'supervisor', 'auditor'],
  statements: ['cashier', 'supervisor', 'auditor'],
  ledger: ['seal-keeper', 'department-officer', 'supervisor', 'auditor', 'integrator'],
  signature: ['window-clerk', 'reviewer', 'approver', 'department-officer', 'seal-keeper', 'print-clerk', 'supervisor', 'integrator', 'auditor'],
  sealPicture: ['window-clerk', 'reviewer', 'approver', 'department-officer', 'seal-keeper', 'print-clerk', 'supervisor', 'integrator', 'auditor'],
  certificates: ['window-clerk', 'reviewer', 'approver', 'department-officer', 'print-clerk', 'supervisor', 'integrator', 'auditor'],
  certificatePdf: ['window-clerk', 'print-clerk', 'department-officer', 'auditor'],
  texts: ['window-clerk', 'reviewer', 'approver', 'department-officer', 'supervisor', 'auditor', 'integrator'],
  applications: ['window-clerk', 'catalogue-officer', 'supervisor', 'integrator', 'auditor'],
  lists: ['catalogue-officer', 'integrator', 'department-officer', 'supervisor', 'auditor'],
  province: ['integrator', 'supervisor', 'auditor'],
  caseLedger: ['integrator', 'supervisor', 'auditor', 'window-clerk'],
  exchanges: ['integrator', 'auditor'],
  materials: ['window-clerk', 'reviewer', 'approver', 'department-officer', 'supervisor', 'auditor'],
  letter: ['window-clerk', 'reviewer', 'approver', 'department-officer', 'seal-keeper', 'auditor'],
  looks: ['supervisor', 'auditor'],
  plainContact: ['personal-data-reader'],
} as const satisfies Record<string, readonly string[]>;
