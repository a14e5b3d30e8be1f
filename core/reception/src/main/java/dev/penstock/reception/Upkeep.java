package dev.penstock.reception;

import dev.penstock.access.Approval;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantChange;
import dev.penstock.access.Moment;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.Scope;
import dev.penstock.access.ServiceAccount;
import dev.penstock.access.Session;
import dev.penstock.evidence.record.Access;
import dev.penstock.reception.Answer.Nothing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What happens to people's things without anybody's word: by time, or because a zone is gone. */
final class Upkeep {
  private static final Trail.Who NODE = new Trail.Who(null, null, "node");
  private static final String ZONE_GONE = "the zone is gone";

  private final Desk desk;

  Upkeep(Desk desk) {
    this.desk = desk;
  }

  Answer<Nothing> zonesAre(Set<String> zones) {
    desk.zonesAre(zones);
    Moment now = desk.now();
    return desk.book()
        .change(book -> {
          List<Access> records = new ArrayList<>();
          PeopleBook next = book;
          for (Person person : book.people()) {
            List<Grant> kept = kept(person.grants(), zones);
            if (kept.size() < person.grants().size()) {
              var change = new GrantChange(now.wall(), kept, null, ZONE_GONE);
              next = next.with(person.withGrants(change));
              records.add(ended(person.id().hex()));
            }
          }
          for (ServiceAccount account : book.services()) {
            List<Grant> kept = kept(account.grants(), zones);
            if (kept.size() < account.grants().size()) {
              next = next.with(account.withGrants(kept));
              records.add(ended(account.id()));
            }
          }
          return new Book.Draft.Keep<>(next, records, () -> Nothing.NOTHING);
        });
  }

  private static Access ended(String object) {
    return Trail.granted(NODE, "roles.end", object, Trail.details("why", ZONE_GONE));
  }

  private static List<Grant> kept(List<Grant> grants, Set<String> zones) {
    return grants.stream()
        .filter(grant -> !(grant.scope() instanceof Scope.Zone(var name)) || zones.contains(name))
        .toList();
  }

  void settle() {
    Moment now = desk.now();
    for (SessionTable.Passed passed : desk.sessions().takePassed(now)) {
      Session session = passed.session();
      desk.trail()
          .tryToWrite(
              Trail.granted(
                  new Trail.Who(session.person(), session.id(), session.origin()),
                  passed.isOver() ? "session.end" : "lock",
                  session.id().hex(),
                  Trail.details("why", passed.isOver() ? "its time is over" : "nobody was there")));
    }
    // When it cannot be kept now it is tried again the next time; it is over by its time anyway.
    var _ =
        desk.book()
            .change(book -> {
              List<Access> records = new ArrayList<>();
              PeopleBook next = book;
              for (Approval approval : book.approvals()) {
                Approval aged = approval.at(now.wall());
                if (!aged.equals(approval)) {
                  next =
                      Deeds.dropped(next.with(aged), Verdicts.matter(aged.request()), now.wall());
                  records.add(
                      Trail.granted(
                          NODE,
                          "approval.expire",
                          approval.id().hex(),
                          Trail.details("kind", approval.request().kind().wireName())));
                }
              }
              return new Book.Draft.Keep<>(next, records, () -> Nothing.NOTHING);
            });
  }
}
