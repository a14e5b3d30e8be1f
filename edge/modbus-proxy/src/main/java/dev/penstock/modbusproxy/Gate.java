package dev.penstock.modbusproxy;

import dev.penstock.conduit.Agreement;
import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Judge;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.ExceptionCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * The policy in force, and what is recorded of its answers; one for all proxies of a node, so that
 * all together make no more records than one. Any thread.
 *
 * <p>Req: 62443-4-2 NDR 5.2, CR 2.1
 */
public final class Gate {
  private final Recorder recorder;
  private final Agreements agreements;
  private final EssentialFunctions essential;
  private final InstantSource clock;
  private final Duration recordLimit;
  private final Counts counts = new Counts();
  private final Brake brake = new Brake();

  // Guards denials, the random numbers, and the change of what is in force.
  private final ReentrantLock lock = new ReentrantLock();
  private final RandomGenerator random;
  private final Denials denials;
  private volatile InForce inForce;

  /** A policy with the rates that are left by it. */
  private record InForce(CompiledPolicy policy, Rates rates) {}

  /**
   * A gate.
   *
   * @param rates of the policy, which all judges of the node share
   * @param random for the numbers of commands
   * @param recordLimit how long a request waits for each of its records to be durable
   */
  public Gate(
      CompiledPolicy policy,
      Rates rates,
      Recorder recorder,
      Agreements agreements,
      EssentialFunctions essential,
      InstantSource clock,
      RandomGenerator random,
      Duration recordLimit) {
    this.recorder = recorder;
    this.agreements = agreements;
    this.essential = essential;
    this.clock = clock;
    this.random = random;
    this.recordLimit = recordLimit;
    inForce = new InForce(policy, rates);
    denials = new Denials(recorder, counts, policy.digest());
  }

  /**
   * Another policy is in force from the next request on; no connection is closed by that.
   *
   * @param rates those of before go on where a rule stays
   */
  public void enforce(CompiledPolicy policy, Rates rates) {
    lock.lock();
    try {
      denials.change(policy.digest());
      inForce = new InForce(policy, rates);
    } finally {
      lock.unlock();
    }
  }

  /** What happened since the start, at all proxies. */
  public Counts counts() {
    return counts;
  }

  /** Hands over the records of a minute that is over; proxies call it now and then. */
  public void tick() {
    lock.lock();
    try {
      denials.tick(now());
    } finally {
      lock.unlock();
    }
  }

  /** Hands over the records of the minute that runs: before the node ends. */
  public void close() {
    lock.lock();
    try {
      denials.close();
    } finally {
      lock.unlock();
    }
  }

  long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  Brake brake() {
    return brake;
  }

  Recorder recorder() {
    return recorder;
  }

  EssentialFunctions essential() {
    return essential;
  }

  Duration recordLimit() {
    return recordLimit;
  }

  /** A number that no other command has. */
  ByteString commandId() {
    byte[] id = new byte[16];
    lock.lock();
    try {
      random.nextBytes(id);
    } finally {
      lock.unlock();
    }
    return ByteString.of(id);
  }

  /** Somebody to ask, for one thread. */
  Asker asker() {
    return new Asker();
  }

  /** Asks the policy that is in force at the moment of each request. */
  final class Asker {
    private InForce by = inForce;
    private Judge judge = by.policy().judge(by.rates());

    /** All of these must be allowed, or nothing passes and nothing is taken from a rate. */
    Ruling rule(List<Request> asked) {
      renew();
      List<Decision> decisions = judge.decide(asked);
      Optional<Ruling> denied = denied(asked, decisions);
      if (denied.isPresent()) {
        return denied.get();
      }
      List<List<ByteString>> approvedBy = new ArrayList<>();
      boolean isAgreed = false;
      for (int i = 0; i < asked.size(); i++) {
        Decision decision = decisions.get(i);
        if (decision.verdict() != Verdict.NEEDS_TWO_PEOPLE) {
          approvedBy.add(List.of());
          continue;
        }
        Agreement agreement = Agreement.of(by.policy().digest(), decision, asked.get(i));
        Optional<List<ByteString>> agreed = agreements.take(agreement);
        if (agreed.isEmpty()) {
          return unagreed(agreement, decision);
        }
        approvedBy.add(agreed.get());
        isAgreed = true;
      }
      if (isAgreed) {
        // Only now does it pass as a whole; a rate may have been used up since.
        decisions = judge.decideAgreed(asked);
        denied = denied(asked, decisions);
        if (denied.isPresent()) {
          return denied.get();
        }
      }
      return passing(asked, decisions, approvedBy);
    }

    /**
     * Refuses what is not done here whatever a policy says: nothing is taken from a rate, nobody is
     * asked to agree, and no agreement is used up.
     *
     * @param otherwise is denied instead where a policy would let all of it pass; no policy allows
     *     it
     */
    void refuse(List<Request> asked, Request otherwise) {
      renew();
      for (Request request : asked) {
        Decision decision = judge.look(request);
        if (decision.verdict() != Verdict.ALLOW) {
          refused(request, decision);
          return;
        }
      }
      refused(otherwise, judge.look(otherwise));
    }

    private void renew() {
      InForce now = inForce;
      if (!now.equals(by)) {
        by = now;
        judge = now.policy().judge(now.rates());
      }
    }

    /** The first that is denied ends it. */
    private Optional<Ruling> denied(List<Request> asked, List<Decision> decisions) {
      for (int i = 0; i < asked.size(); i++) {
        if (decisions.get(i).verdict() == Verdict.DENY) {
          return Optional.of(denied(asked.get(i), decisions.get(i)));
        }
      }
      return Optional.empty();
    }

    private Ruling passing(
        List<Request> asked, List<Decision> decisions, List<List<ByteString>> approvedBy) {
      Ruling ruling = new Ruling.Look();
      for (int i = 0; i < asked.size(); i++) {
        boolean isAllowed = decisions.get(i).verdict() == Verdict.ALLOW;
        if (!isAllowed || !asked.get(i).operation().isLooking()) {
          ruling = act(asked.get(i), decisions.get(i), approvedBy.get(i));
        }
      }
      return ruling;
    }

    private Ruling.Act act(Request request, Decision decision, List<ByteString> approvedBy) {
      return new Ruling.Act(by.policy().digest(), decision, request, approvedBy);
    }

    private Ruling denied(Request request, Decision decision) {
      refused(request, decision);
      return new Ruling.Refused(answer(request, decision));
    }

    private Ruling unagreed(Agreement agreement, Decision decision) {
      refused(agreement.request(), decision);
      agreements.asked(agreement);
      return new Ruling.Refused(answer(agreement.request(), decision));
    }

    /** Counts and records it. */
    private void refused(Request request, Decision decision) {
      counts.denied.increment();
      lock.lock();
      try {
        if (by.equals(inForce)) {
          denials.deny(request, decision);
        } else {
          // By a policy that was replaced a moment ago, whose book is closed.
          denials.denyAlone(by.policy().digest(), request, decision);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * MODBUS V1.1b3 §7: where the function itself is what may not be asked for, it is not an
   * allowable action (1); where other objects or values may be, the address is not an allowable one
   * (2).
   */
  private static ExceptionCode answer(Request request, Decision decision) {
    boolean isOfFunction =
        decision.verdict() == Verdict.DENY
            && (decision.cause() == Cause.NO_CHANNEL
                || decision.cause() == Cause.FUNCTION
                || decision.cause() == Cause.UNKNOWN_OPERATION);
    return isOfFunction || request.parts().getFirst().target() instanceof Target.Device
        ? ExceptionCode.ILLEGAL_FUNCTION
        : ExceptionCode.ILLEGAL_DATA_ADDRESS;
  }
}
