/**
 * Values that are encrypted before they are first written, so that destroying one key makes them
 * unreadable and leaves every proof valid (docs/formats/shred-keys.md). Where keys are kept and who
 * may destroy them does not come in here, nor does a clock or a random source. Read {@link
 * dev.penstock.evidence.shred.SealedValues} first.
 */
package dev.penstock.evidence.shred;
