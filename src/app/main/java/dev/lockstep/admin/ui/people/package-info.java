/**
 * The page of all people and, beside the list, one of them in Clerk, in Convex and here, with what can be done. Holds no
 * rules: it asks PeopleDesk. Start reading at PeopleView.
 */
@NullMarked
package dev.lockstep.admin.ui.people;

import org.jspecify.annotations.NullMarked;
