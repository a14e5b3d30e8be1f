package dev.penstock.flow.index;

import dev.penstock.evidence.block.ChainId;

/** The newest block of a chain in the log. */
public record ChainEnd(ChainId chain, long entry) {}
