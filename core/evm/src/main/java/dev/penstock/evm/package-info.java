/**
 * Anchors in EVM chains: transactions, block headers, the trie that ties the ones to the others,
 * and the proof that is made of them. No node of a chain is asked here and nothing is signed. Read
 * {@link dev.penstock.evm.ChainAnchorChecker} first.
 */
package dev.penstock.evm;
