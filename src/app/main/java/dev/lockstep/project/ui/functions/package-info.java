/**
 * The tab that lists the functions of the deployment and runs them. Start reading at FunctionsPart.
 */
@NullMarked
package dev.lockstep.project.ui.functions;

import org.jspecify.annotations.NullMarked;
