/**
 * {@code penstock verify-chain}: replays stored chains and tells what was found. The rules are in
 * core/evidence; nothing here judges a block. Read {@link
 * dev.penstock.cli.chain.VerifyChainCommand} first.
 */
@NullMarked
package dev.penstock.cli.chain;

import org.jspecify.annotations.NullMarked;
