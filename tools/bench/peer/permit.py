"""The process (对照流程): submit, accept, grant; the two later steps are an officer's."""

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process
class Permit(flow.Flow):
    """Submit, accept, grant: the two later steps are an officer's."""

    process_class = Process
    # SQLite has one writer at a time as it is: a lock on top would only cost.
    lock_impl = lock.no_lock

    submit = flow.StartHandle(this.submitted).Next(this.accept)
    accept = flow.Handle(this.decided).Next(this.grant)
    grant = flow.Handle(this.decided).Next(this.end)
    end = flow.End()

    def submitted(self, activation, application=None):
        activation.process.data = application
        return activation.process

    def decided(self, activation, by=None):
        activation.task.owner = by
        return activation.process
