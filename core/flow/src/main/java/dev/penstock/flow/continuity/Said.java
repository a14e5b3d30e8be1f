package dev.penstock.flow.continuity;

import dev.penstock.evidence.record.FindingMade;

/** A finding about a source that is to be journalled, as a record that stands under the source. */
public record Said(long source, FindingMade finding) {}
