/**
 * What an observer of chains can tell: the pure step from one state to the next, and its findings.
 * No store, no clock and no thread comes in here. Read {@link
 * dev.penstock.evidence.chain.ChainVerifier} first.
 */
package dev.penstock.evidence.chain;
