/**
 * The commands over logs that lie still: checking one, writing one out, starting one after another. What is right and wrong with a log
 * is decided in core/merkle and edge/ledger, not here. Read {@link dev.penstock.cli.log.FsckCommand} first.
 */
@NullMarked
package dev.penstock.cli.log;

import org.jspecify.annotations.NullMarked;
