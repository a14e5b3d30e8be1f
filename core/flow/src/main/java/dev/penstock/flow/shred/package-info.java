/**
 * Which sources can be shredded, which key their values have, and what a shred does in which order.
 * No file and no cipher comes in here. Read {@link dev.penstock.flow.shred.KeyVault} first.
 */
package dev.penstock.flow.shred;
