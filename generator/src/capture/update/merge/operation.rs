//! What of an operation is said in more than one place: parameters, security, its id.

use std::collections::HashMap;

use super::super::differences::{is_same_member, parameter_name};
use super::super::order;
use super::spot::bare;
use super::{Merger, Refusal, Shape, is_same, with};
use crate::node::{Key, Node, Object};
use crate::source::{FileId, Place};

impl Merger<'_> {
    /// The members of an operation that do not follow the pages member by member.
    pub(super) fn operation(
        &mut self,
        base: &Object,
        theirs: &Object,
        ours: &Object,
        place: Place,
        file: FileId,
    ) -> HashMap<&'static str, Option<Node>> {
        let mut out = HashMap::new();
        if let (Some(was), Some(own)) = (base.get("operationId"), ours.get("operationId")) {
            // One of its own is shown on no page.
            let is = theirs.get("operationId").filter(|_| is_same(was, own));
            out.insert("operationId", Some(is.unwrap_or(own).clone()));
        } else {
            out.insert("operationId", ours.get("operationId").cloned());
        }
        let effective = ours
            .get("security")
            .or_else(|| self.root_security())
            .cloned();
        if let (Some(was), Some(own)) = (base.get("security"), &effective)
            && self.is_asking
        {
            self.requirements
                .entry(was.clone())
                .or_insert_with(|| own.clone());
        }
        let is_same_security = is_same_member(base.get("security"), theirs.get("security"));
        out.insert(
            "security",
            match (is_same_security, theirs.get("security")) {
                (true, _) => ours.get("security").cloned(),
                (false, Some(is)) => self.requirement(is),
                // Nothing is needed, whatever holds elsewhere.
                (false, None) => self.root_security().map(|_| Node::array(Vec::new(), place)),
            },
        );
        let list = |it: &Object| {
            it.get("parameters")
                .and_then(Node::as_array)
                .unwrap_or_default()
                .to_vec()
        };
        out.insert(
            "parameters",
            self.parameters(
                &list(base),
                &list(theirs),
                ours.get("parameters"),
                place,
                file,
            ),
        );
        out
    }

    fn root_security(&self) -> Option<&Node> {
        self.input.document.tree(FileId(0)).get("security")
    }

    /// What protects an operation, in the words of the document; none where it is what holds for all.
    pub(super) fn requirement(&self, shown: &Node) -> Option<Node> {
        let own = self.requirements.get(shown).unwrap_or(shown);
        let is_usual = self.root_security().is_some_and(|it| is_same(it, own));
        (!is_usual).then(|| own.clone())
    }

    /// The parameters of an operation. Those of its path item are shared by all operations there.
    fn parameters(
        &mut self,
        base: &[Node],
        theirs: &[Node],
        ours: Option<&Node>,
        place: Place,
        file: FileId,
    ) -> Option<Node> {
        let own = ours.and_then(Node::as_array).unwrap_or_default().to_vec();
        let name = |it: &Node| {
            let (location, name) = parameter_name(it);
            format!("{location} {name}")
        };
        let own_names: Vec<String> = own
            .iter()
            .map(|it| match self.shared_spot(Shape::Parameter, it, file) {
                Some((file, pointer)) => self.input.document.tree(file).at(&pointer).map(&name),
                None => Some(name(it)),
            })
            .map(Option::unwrap_or_default)
            .collect();
        let find = |list: &[Node], wanted: &str| list.iter().find(|it| name(it) == wanted).cloned();
        let mut made: HashMap<String, Node> = HashMap::new();
        for (wanted, it) in own_names.iter().zip(&own) {
            let (was, is) = (find(base, wanted), find(theirs, wanted));
            let merged = self.merge(Shape::Parameter, was.as_ref(), is.as_ref(), Some(it), file);
            if let Some(it) = merged {
                made.insert(wanted.clone(), it);
            }
        }
        let path_names = self.of_path_item(base, theirs, &own_names, &mut made, &name);
        for it in theirs {
            let wanted = name(it);
            let was_there = own_names.contains(&wanted) || path_names.contains(&wanted);
            let is_same_as_before = find(base, &wanted).is_some_and(|was| is_same(&was, it));
            if !was_there && !is_same_as_before && !made.contains_key(&wanted) {
                made.insert(wanted, self.fresh(Shape::Parameter, it));
            }
        }
        let names = |list: &[Node]| -> Vec<String> { list.iter().map(&name).collect() };
        let (base, theirs) = (names(base), names(theirs));
        fn texts<'n>(names: &'n [String], made: Option<&HashMap<String, Node>>) -> Vec<&'n str> {
            let kept = names
                .iter()
                .filter(|it| made.is_none_or(|made| made.contains_key(*it)));
            kept.map(String::as_str).collect()
        }
        let order = order::merged(
            &texts(&own_names, Some(&made)),
            &texts(&base, None),
            &texts(&theirs, Some(&made)),
        );
        let mut order: Vec<String> = order.into_iter().map(str::to_owned).collect();
        let mut rest: Vec<String> = made
            .keys()
            .filter(|it| !order.contains(it))
            .cloned()
            .collect();
        rest.sort_by_key(|it| theirs.iter().position(|other| other == it));
        order.extend(rest);
        if !self.is_asking {
            let was: Vec<&String> = own_names.iter().chain(&path_names).collect();
            let as_shown = base
                .iter()
                .eq(was.into_iter().filter(|it| base.contains(it)));
            if as_shown {
                self.take_over(&theirs, &path_names, &mut made, &mut order);
            }
        }
        let items: Vec<Node> = order.iter().filter_map(|it| made.remove(it)).collect();
        let place = ours.map_or(place, |it| it.place);
        (!items.is_empty()).then(|| Node::array(items, place))
    }

    /// A page shows the parameters of the path item last. Where it shows one before an operation's own, the operation has to
    /// say it itself.
    fn take_over(
        &self,
        theirs: &[String],
        path_names: &[String],
        made: &mut HashMap<String, Node>,
        order: &mut Vec<String>,
    ) {
        let inherited: Vec<&String> = path_names
            .iter()
            .filter(|it| !made.contains_key(*it) && theirs.contains(it))
            .collect();
        let shown: Vec<&String> = order.iter().chain(inherited.iter().copied()).collect();
        if theirs.iter().eq(shown.iter().copied()) || theirs.len() != shown.len() {
            return;
        }
        let own = theirs.iter().rposition(|it| made.contains_key(it));
        let own = own.map_or(0, |it| it + 1);
        let is_last = |it: &String| theirs[own..].contains(it);
        let stays: Vec<&String> = inherited.iter().copied().filter(|it| is_last(it)).collect();
        let stay = stays.iter().copied().eq(&theirs[own..]);
        let Some((list, _)) = &self.path_parameters else {
            return;
        };
        for (name, it) in path_names.iter().zip(list.as_array().unwrap_or_default()) {
            if inherited.contains(&name) && !(stay && is_last(name)) {
                made.insert(name.clone(), bare(it));
            }
        }
        *order = theirs
            .iter()
            .filter(|it| made.contains_key(*it))
            .cloned()
            .collect();
    }

    /// Looks at the parameters of the path item: edited there if all operations agree, overridden if not. Says which there are.
    fn of_path_item(
        &mut self,
        base: &[Node],
        theirs: &[Node],
        own_names: &[String],
        made: &mut HashMap<String, Node>,
        name: &dyn Fn(&Node) -> String,
    ) -> Vec<String> {
        let Some((list, (file, pointer))) = self.path_parameters.clone() else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for (i, it) in list.as_array().unwrap_or_default().iter().enumerate() {
            let spot = self
                .shared_spot(Shape::Parameter, it, file)
                .unwrap_or_else(|| (file, format!("{pointer}/{i}")));
            let Some(target) = self.input.document.tree(spot.0).at(&spot.1).cloned() else {
                names.push(String::new());
                continue;
            };
            let wanted = name(&target);
            if own_names.contains(&wanted) {
                names.push(String::new());
                continue;
            }
            let find = |list: &[Node]| list.iter().find(|it| name(it) == wanted).cloned();
            let (was, is) = (find(base), find(theirs));
            names.push(wanted.clone());
            let Some(was) = was else { continue };
            if self.is_asking {
                self.vote(spot, &was, is.as_ref());
                continue;
            }
            match is {
                Some(is) if is_same(&was, &is) => {}
                Some(_) if self.agrees(&spot) => {
                    self.queue.insert(spot, Shape::Parameter);
                }
                Some(is) => {
                    let own = self.both(Shape::Parameter, &was, &is, &target, file);
                    made.insert(wanted, own.unwrap_or_else(|| self.fresh(Shape::Parameter, &is)));
                }
                None => self.merged.refusals.push(Refusal {
                    place: it.place,
                    message: format!(
                        "the parameter `{}` of the path item is not on the page of each of its operations; move it to those that have it",
                        parameter_name(&target).1
                    ),
                }),
            }
        }
        names
    }

    /// The parameters of a new operation that its path item does not have already. Those come last on a page.
    pub(super) fn without_those_of_path_item<'n>(&self, shown: &'n [Node]) -> &'n [Node] {
        let Some((list, (file, pointer))) = &self.path_parameters else {
            return shown;
        };
        let list = list.as_array().unwrap_or_default();
        let each = list.iter().enumerate().map(|(i, it)| {
            let spot = self
                .shared_spot(Shape::Parameter, it, *file)
                .unwrap_or_else(|| (*file, format!("{pointer}/{i}")));
            self.shown(&spot)
        });
        let Some(inherited) = each.collect::<Option<Vec<&Node>>>() else {
            return shown;
        };
        match shown.len().checked_sub(inherited.len()) {
            Some(own)
                if shown[own..]
                    .iter()
                    .zip(inherited)
                    .all(|(a, b)| is_same(a, b)) =>
            {
                &shown[..own]
            }
            _ => shown,
        }
    }

    /// Adds the security schemes that operations name by now.
    pub(super) fn add_schemes(&mut self) {
        let Some(shown) = self.input.schemes.and_then(Node::as_object) else {
            return;
        };
        let root = self.tree(FileId(0));
        let mut named = Vec::new();
        requirements(&root, &mut named);
        let declared = root.at("/components/securitySchemes");
        let is_missing = |name: &str| declared.is_none_or(|it| it.get(name).is_none());
        let missing: Vec<(Key, Node)> = shown
            .iter()
            .filter(|(key, _)| named.contains(&&*key.text) && is_missing(&key.text))
            .map(|(key, it)| (key.clone(), it.clone()))
            .collect();
        if missing.is_empty() {
            return;
        }
        let empty = Object::default();
        let components = root
            .get("components")
            .and_then(Node::as_object)
            .unwrap_or(&empty);
        let schemes = declared.and_then(Node::as_object).unwrap_or(&empty);
        let members = schemes.iter().map(|(key, it)| (key.clone(), it.clone()));
        let schemes = Node::object(members.chain(missing).collect(), Place::default());
        let components = with(components, "securitySchemes", schemes, Place::default());
        if let Some(object) = root.as_object() {
            let root = with(object, "components", components, root.place);
            self.merged.trees.insert(FileId(0), root);
        }
    }
}

/// The schemes that requirements of operations name.
fn requirements<'n>(root: &'n Node, out: &mut Vec<&'n str>) {
    let members = |it: &'n Node| it.as_object().into_iter().flat_map(Object::iter);
    let items = root.get("paths").into_iter().flat_map(members);
    let operations = items.flat_map(|(_, it)| members(it)).map(|(_, it)| it);
    let lists = operations.filter_map(|it| it.get("security"));
    for it in lists.flat_map(|it| it.as_array().unwrap_or_default()) {
        out.extend(members(it).map(|(key, _)| &*key.text));
    }
}
