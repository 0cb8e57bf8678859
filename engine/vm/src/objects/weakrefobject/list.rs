//! The weak references to one object: a list that begins beside the object's slot. References without a callback come first, so
//! that they are found and shared.

use crate::memory::object::{Kind, Obj};
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

/// `Slot::x`: whether the callback is to be called now, and by whom.
mod due {
    pub const NOT: u16 = 0;
    /// By the deallocation: the callback is gone from the reference.
    pub const DEALLOCATION: u16 = 1;
    /// By the collector: the reference keeps it.
    pub const COLLECTOR: u16 = 2;
}

impl Machine {
    /// Whether objects of the type can be referred to weakly.
    pub fn supports_weak(&self, o: Obj) -> bool {
        self.type_of(o).flags & tp::WEAK != 0
    }

    /// What a weak reference refers to, borrowed; NULL if it is gone.
    #[inline]
    pub fn weak_target(&self, weak: Obj) -> Obj {
        Obj(self.slot(weak).a)
    }

    fn next_weak(&self, weak: Obj) -> Obj {
        Obj(self.slot(weak).b_hi())
    }

    fn set_next_weak(&mut self, weak: Obj, next: Obj) {
        let slot = self.slot_mut(weak);
        slot.set_b(slot.b_lo(), next.0);
    }

    /// All weak references to an object, in the order of its list.
    pub fn weak_references(&self, o: Obj) -> Vec<Obj> {
        let mut all = Vec::new();
        let mut weak = self.first_weak(o);
        while !weak.is_null() {
            all.push(weak);
            weak = self.next_weak(weak);
        }
        all
    }

    fn without_callback(&self, weak: Obj) -> bool {
        self.slot(weak).b_lo() == 0
    }

    fn is_basic_ref(&self, weak: Obj) -> bool {
        !weak.is_null() && self.without_callback(weak) && self.ty(weak) == ty::WEAK_REF
    }

    fn is_basic_proxy(&self, weak: Obj) -> bool {
        !weak.is_null()
            && self.without_callback(weak)
            && matches!(self.ty(weak), ty::WEAK_PROXY | ty::WEAK_CALLABLE_PROXY)
    }

    /// The shared reference and the shared proxy of an object (`get_basic_refs`).
    pub(super) fn basic_weak(&self, o: Obj) -> (Obj, Obj) {
        let first = self.first_weak(o);
        let shared = if self.is_basic_ref(first) { first } else { Obj::NULL };
        let behind = if shared.is_null() { first } else { self.next_weak(first) };
        (shared, if self.is_basic_proxy(behind) { behind } else { Obj::NULL })
    }

    /// Enters a new reference into its object's list (`insert_weakref`).
    pub(super) fn insert_weak(&mut self, weak: Obj) {
        let o = self.weak_target(weak);
        let (shared, proxy) = self.basic_weak(o);
        let before = if self.is_basic_ref(weak) {
            Obj::NULL
        } else if self.is_basic_proxy(weak) || proxy.is_null() {
            shared
        } else {
            proxy
        };
        if before.is_null() {
            let first = self.first_weak(o);
            self.set_next_weak(weak, first);
            self.set_first_weak(o, weak);
        } else {
            let next = self.next_weak(before);
            self.set_next_weak(weak, next);
            self.set_next_weak(before, weak);
        }
    }

    /// Takes a reference out of its object's list: it is dead then, its callback untouched (`_PyWeakref_ClearRef`).
    pub(crate) fn detach_weak(&mut self, weak: Obj) {
        let o = self.weak_target(weak);
        if o.is_null() {
            return;
        }
        let next = self.next_weak(weak);
        if self.first_weak(o) == weak {
            self.set_first_weak(o, next);
        } else {
            let mut before = self.first_weak(o);
            while !before.is_null() && self.next_weak(before) != weak {
                before = self.next_weak(before);
            }
            if !before.is_null() {
                self.set_next_weak(before, next);
            }
        }
        self.slot_mut(weak).a = 0;
        self.set_next_weak(weak, Obj::NULL);
    }

    /// Takes all references out of a dying object's list, and gives out those whose callbacks are to be called.
    pub(crate) fn detach_weak_references(&mut self, o: Obj) -> Vec<Obj> {
        let mut called = Vec::new();
        while let weak = self.first_weak(o)
            && !weak.is_null()
        {
            self.detach_weak(weak);
            if !self.without_callback(weak) && self.slot(weak).refcnt > 0 {
                self.slot_mut(weak).x = due::DEALLOCATION;
                called.push(weak);
            }
        }
        called
    }

    /// Takes all references out of an object's list; nobody is told.
    pub(crate) fn detach_quietly(&mut self, o: Obj) {
        while let weak = self.first_weak(o)
            && !weak.is_null()
        {
            self.detach_weak(weak);
        }
    }

    /// Marks the callback of a reference that the collector has cleared; false if it has none.
    pub(crate) fn callback_becomes_due(&mut self, weak: Obj) -> bool {
        let has = !self.without_callback(weak);
        if has {
            self.slot_mut(weak).x = due::COLLECTOR;
        }
        has
    }

    /// The callback that is to be called or is being called, if the object is a reference with one; NULL for all else.
    pub(crate) fn due_callback(&self, o: Obj) -> Obj {
        let slot = self.slot(o);
        if slot.kind == Kind::WeakRef && slot.x != due::NOT { Obj(slot.b_lo()) } else { Obj::NULL }
    }

    pub(crate) fn called_by_collector(&self, weak: Obj) -> bool {
        self.slot(weak).x == due::COLLECTOR
    }

    /// The callback has been called: what is to be dropped for it is given out. The collector counts references that die by it.
    pub(crate) fn callback_was_called(&mut self, o: Obj) -> Obj {
        let slot = *self.slot(o);
        if slot.kind != Kind::WeakRef || slot.x == due::NOT {
            return Obj::NULL;
        }
        self.slot_mut(o).x = due::NOT;
        if slot.x == due::COLLECTOR {
            self.gc.found += u64::from(slot.refcnt == 1);
            return Obj::NULL;
        }
        self.slot_mut(o).set_b(0, slot.b_hi());
        Obj(slot.b_lo())
    }

    /// `__callback__`, borrowed; NULL for none.
    pub(super) fn weak_callback(&self, weak: Obj) -> Obj {
        let slot = self.slot(weak);
        if slot.x == due::DEALLOCATION { Obj::NULL } else { Obj(slot.b_lo()) }
    }
}
