package dev.penstock.passkeys;

/**
 * An answer that does not count, and at which step that was found. It is for records and operators;
 * who sent the answer is told no more than that it was refused.
 *
 * @param reason in plain words, without a full stop
 */
public record Refused(Step step, String reason)
    implements RegistrationOutcome, AssertionOutcome, AgreementOutcome {}
