/**
 * What all parts of a project's page stand on: what a tab is, where on the page somebody is, how connections are called,
 * and the question before anything changes in production. Must not know any tab. Start reading at ProjectTab.
 */
@NullMarked
package dev.lockstep.project.ui.page;

import org.jspecify.annotations.NullMarked;
