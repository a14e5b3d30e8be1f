package dev.penstock.evidence.block;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.ProofFlaw;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.RangeProof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Some records of a block, one after the other, shown without the others: each with its salt, never
 * with K, and one range proof. What is not shown cannot be guessed: its leaf hash covers a salt
 * that nobody but the holder of K can compute.
 *
 * @param start index of the first record shown
 */
public record Disclosure(
    long start, List<ByteString> salts, List<ByteString> records, HashPath path) {
  public Disclosure {
    salts = List.copyOf(salts);
    records = List.copyOf(records);
    if (start < 0 || records.isEmpty() || salts.size() != records.size()) {
      throw new IllegalArgumentException(
          "disclosure of " + records.size() + " records with " + salts.size() + " salts");
    }
    for (ByteString salt : salts) {
      if (salt.size() != SaltedTree.SALT_BYTES) {
        throw new IllegalArgumentException("salt has " + salt.size() + " bytes, must have 16");
      }
    }
  }

  /** Shows the records {@code [start, end)} of a batch that was sealed under K. */
  public static Disclosure of(SaltedTree tree, byte[] key, RecordBatch batch, int start, int end) {
    if (start < 0 || end <= start || end > batch.count()) {
      throw new IllegalArgumentException("records " + start + ".." + end + " of " + batch.count());
    }
    var leaves = LeafTree.of(tree.hasher(), tree.leafHashes(key, batch));
    var salts = new ArrayList<ByteString>();
    var records = new ArrayList<ByteString>();
    for (int i = start; i < end; i++) {
      salts.add(ByteString.of(tree.saltOf(key, i)));
      int from = batch.startOf(i);
      records.add(ByteString.at(batch.buffer(), from, batch.startOf(i + 1) - from));
    }
    try {
      RangeProof proof = new ProofMaker(tree.hasher(), leaves).range(start, end, batch.count());
      return new Disclosure(start, salts, records, proof.path());
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory cannot fail to be read", e);
    }
  }

  /** Says whether these are records of the block with this header, at these places. */
  public ProofCheck check(BlockHeader header, SaltedTree tree) {
    if (start > header.count()) {
      return new ProofCheck.Rejected(ProofFlaw.SIZES_REVERSED);
    }
    byte[] hashes = new byte[records.size() * Digest.BYTES];
    for (int i = 0; i < records.size(); i++) {
      Digest hash = tree.leafHash(salts.get(i).bytes(), records.get(i).bytes());
      hash.copyTo(hashes, i * Digest.BYTES);
    }
    var proof = new RangeProof(start, start + records.size(), header.count(), path);
    return new ProofChecker(tree.hasher()).range(proof, hashes, header.root());
  }
}
