/**
 * The numbers that sources, points and records go by. What is done with a numbered record does not
 * come in here. Read {@link dev.penstock.flow.numbering.Numbering} first.
 */
package dev.penstock.flow.numbering;
