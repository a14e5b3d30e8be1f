package dev.penstock.evidence.record;

/** What a record says beyond who, where and when: one form for each {@link RecordKind}. */
public sealed interface RecordValue
    permits Access,
        AckSent,
        Alarm,
        AnchorResults,
        Arrival,
        Attestation,
        Boot,
        ChainReset,
        CommandDispatched,
        CommandRequested,
        CommandResult,
        Configuration,
        DictionaryEntry,
        Event,
        FindingMade,
        Gap,
        KeyChange,
        PolicyDecision,
        RollCall,
        Sample,
        Sealed,
        Snapshot,
        Statement {
  RecordKind kind();
}
