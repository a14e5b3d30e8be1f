package dev.penstock.reception;

import dev.penstock.access.Moment;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.Session;

/** A person in a session that goes on, as the book says at this moment. */
record Inside(
    PeopleBook book, Person person, Session session, Caller.InSession caller, Moment now) {
  Trail.Who who() {
    return new Trail.Who(person.id(), session.id(), caller.origin().address());
  }
}
