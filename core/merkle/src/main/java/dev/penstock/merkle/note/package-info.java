/**
 * Signed notes and what is written in them: checkpoints, cosignatures, proof files and the policy
 * of whom to trust (C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-policy).
 * No key is stored here and no clock is asked. Read {@link dev.penstock.merkle.note.Note} first,
 * then {@link dev.penstock.merkle.note.PolicyChecker}.
 */
@NullMarked
package dev.penstock.merkle.note;

import org.jspecify.annotations.NullMarked;
