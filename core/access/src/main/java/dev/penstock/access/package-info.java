/**
 * Who may do what on a node: people and their ways to prove themselves, roles with scopes, and the
 * rules of passwords, lockout, sessions and of what takes two people. Nothing here asks a clock,
 * draws a number, keeps a file or speaks to anybody: state goes in and comes out as values. Read
 * {@link dev.penstock.access.Permissions} first, then {@link dev.penstock.access.PeopleBook}.
 */
package dev.penstock.access;
