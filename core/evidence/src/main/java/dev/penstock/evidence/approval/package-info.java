/**
 * What records say of people who agree to requests, and of the passkeys by which they do. No
 * signature is judged here, and nobody's name or secret comes in. Read {@link
 * dev.penstock.evidence.approval.Agreed} first.
 */
package dev.penstock.evidence.approval;
