/**
 * What comes in from outside before it has a number: messages, signed blocks, what is wrong with
 * them, and whether we were listening at all. No protocol and no thread comes in here; the names of
 * topics and what is counted about them are plain rules. Read {@link
 * dev.penstock.flow.intake.Intake} first.
 */
package dev.penstock.flow.intake;
