/**
 * Which points a policy lets the node read, asked before they are read. No policy and no protocol
 * comes in here, only the question and what was answered last. Read {@link
 * dev.penstock.driving.admission.Admission} first.
 */
package dev.penstock.driving.admission;
