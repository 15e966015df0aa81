//! A web page as a tree of elements and texts, in the order that the HTML standard gives (html5ever).

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::collections::BTreeSet;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::{Attribute, LocalName, Namespace, QualName, parse_document};

/// An element.
pub(super) struct Element {
    name: QualName,
    attributes: Vec<Attribute>,
}

impl Element {
    /// Its name, in lower case.
    pub(super) fn name(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        let own = self.attributes.iter().find(|own| &*own.name.local == name);
        own.map(|own| &*own.value)
    }
}

/// What a page is made of.
pub(super) enum Node {
    Element(Element),
    Text(StrTendril),
    /// A comment, a processing instruction, or the page itself.
    Other,
}

/// A node of a page, by its place among all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeId(usize);

/// A part of a page with so many characters holds a text.
pub(super) const LEAST_TEXT: usize = 300;

/// The page itself, in which all nodes are.
pub(super) const ROOT: NodeId = NodeId(0);

struct Branch {
    node: Node,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
}

/// A page.
pub(super) struct Page(Vec<Branch>);

impl Page {
    /// Reads a page; whatever is wrong with it, as browsers do.
    pub(super) fn parse(text: &str) -> Self {
        let page = Builder(RefCell::new(Self(Vec::new())));
        page.add(Node::Other);
        parse_document(page, Default::default()).one(text)
    }

    /// What a node is.
    pub(super) fn node(&self, id: NodeId) -> &Node {
        self.0.get(id.0).map_or(&Node::Other, |branch| &branch.node)
    }

    /// What is in a node.
    pub(super) fn children(&self, id: NodeId) -> &[NodeId] {
        self.0.get(id.0).map_or(&[], |branch| &branch.children)
    }

    /// The tables in which others stand.
    pub(super) fn tables_with_tables(&self) -> BTreeSet<NodeId> {
        let is_table =
            |id: &NodeId| matches!(self.node(*id), Node::Element(own) if own.name() == "table");
        let parent = |id: NodeId| self.0.get(id.0)?.parent;
        let tables = (0..self.0.len()).map(NodeId).filter(is_table);
        let around = tables
            .filter_map(|id| std::iter::successors(parent(id), |&id| parent(id)).find(is_table));
        around.collect()
    }

    /// Whether a node is several links and nothing else, as sites have them to find one's way.
    pub(super) fn is_list_of_links(&self, id: NodeId) -> bool {
        let is = |id: NodeId, names: &[&str]| matches!(self.node(id), Node::Element(own) if names.contains(&own.name()));
        if !is(id, &["ol", "ul", "table", "p", "div"]) {
            return false;
        }
        let mut links = 0;
        let mut rest: Vec<NodeId> = self.children(id).to_vec();
        while let Some(id) = rest.pop() {
            match self.node(id) {
                Node::Text(text) if text.contains(char::is_alphanumeric) => return false,
                // an anchor leads nowhere
                Node::Element(own) if own.name() == "a" && own.attr("href").is_some() => links += 1,
                _ => rest.extend(self.children(id)),
            }
        }
        links > 1
    }

    /// The words in a node.
    pub(super) fn text(&self, id: NodeId) -> String {
        let (mut words, mut rest) = (Vec::new(), vec![id]);
        while let Some(id) = rest.pop() {
            if let Node::Text(text) = self.node(id) {
                words.extend(text.split_whitespace());
            }
            rest.extend(self.children(id).iter().rev());
        }
        words.join(" ")
    }

    /// The element that the page itself says is its main part, if it is one and holds a text.
    pub(super) fn main(&self) -> Option<NodeId> {
        let is_main = |id: &NodeId| matches!(self.node(*id), Node::Element(own) if own.name() == "main" || own.attr("role") == Some("main"));
        let mut all = (0..self.0.len()).map(NodeId).filter(is_main);
        let main = all.next().filter(|_| all.next().is_none())?;
        (self.text(main).chars().count() >= LEAST_TEXT).then_some(main)
    }

    /// How many cells stand in a row of a table.
    pub(super) fn cells(&self, row: NodeId) -> usize {
        let is_cell = |id: &&NodeId| matches!(self.node(**id), Node::Element(own) if matches!(own.name(), "td" | "th"));
        self.children(row).iter().filter(is_cell).count()
    }

    fn add(&mut self, node: Node) -> NodeId {
        self.0.push(Branch { node, parent: None, children: Vec::new() });
        NodeId(self.0.len() - 1)
    }

    /// The node around a node, and the node's place in it.
    fn around(&self, id: NodeId) -> Option<(NodeId, usize)> {
        let parent = self.0.get(id.0)?.parent?;
        // what is moved is mostly near the end
        Some((parent, self.children(parent).iter().rposition(|own| *own == id)?))
    }

    fn remove(&mut self, id: NodeId) {
        let Some((parent, place)) = self.around(id) else { return };
        if let Some(parent) = self.0.get_mut(parent.0) {
            parent.children.remove(place);
        }
        if let Some(branch) = self.0.get_mut(id.0) {
            branch.parent = None;
        }
    }

    /// Puts something into a node at a place among its children; a text that follows a text becomes part of it.
    fn insert(&mut self, parent: NodeId, place: usize, own: NodeOrText<NodeId>) {
        let id = match own {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                let before =
                    place.checked_sub(1).and_then(|at| self.children(parent).get(at)).copied();
                let before = before.and_then(|before| self.0.get_mut(before.0));
                if let Some(Branch { node: Node::Text(before), .. }) = before {
                    before.push_tendril(&text);
                    return;
                }
                self.add(Node::Text(text))
            }
        };
        if let Some(branch) = self.0.get_mut(id.0) {
            branch.parent = Some(parent);
        }
        if let Some(parent) = self.0.get_mut(parent.0) {
            parent.children.insert(place.min(parent.children.len()), id);
        }
    }
}

/// What html5ever builds a page with.
struct Builder(RefCell<Page>);

impl Builder {
    fn add(&self, node: Node) -> NodeId {
        self.0.borrow_mut().add(node)
    }
}

/// The name of an element of a page that is being built.
#[derive(Debug)]
struct Name<'p>(Ref<'p, QualName>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

/// The name of what is no element.
static NO_NAME: std::sync::LazyLock<QualName> =
    std::sync::LazyLock::new(|| QualName::new(None, Namespace::default(), LocalName::default()));

impl TreeSink for Builder {
    type Handle = NodeId;
    type Output = Page;
    type ElemName<'p> = Name<'p>;

    fn finish(self) -> Page {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name<'p>(&'p self, id: &'p NodeId) -> Name<'p> {
        Name(Ref::map(self.0.borrow(), |page| match page.node(*id) {
            Node::Element(element) => &element.name,
            Node::Text(_) | Node::Other => &NO_NAME,
        }))
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> NodeId {
        self.add(Node::Element(Element { name, attributes }))
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(Node::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(Node::Other)
    }

    fn append(&self, parent: &NodeId, own: NodeOrText<NodeId>) {
        let mut page = self.0.borrow_mut();
        let end = page.children(*parent).len();
        page.insert(*parent, end, own);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        own: NodeOrText<NodeId>,
    ) {
        if self.0.borrow().around(*element).is_some() {
            self.append_before_sibling(element, own);
        } else {
            self.append(previous, own);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, template: &NodeId) -> NodeId {
        *template
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, own: NodeOrText<NodeId>) {
        let mut page = self.0.borrow_mut();
        if let NodeOrText::AppendNode(id) = &own {
            page.remove(*id);
        }
        if let Some((parent, place)) = page.around(*sibling) {
            page.insert(parent, place, own);
        }
    }

    fn add_attrs_if_missing(&self, id: &NodeId, attributes: Vec<Attribute>) {
        let mut page = self.0.borrow_mut();
        let Some(Branch { node: Node::Element(element), .. }) = page.0.get_mut(id.0) else {
            return;
        };
        for attribute in attributes {
            if !element.attributes.iter().any(|own| own.name == attribute.name) {
                element.attributes.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, id: &NodeId) {
        self.0.borrow_mut().remove(*id);
    }

    fn reparent_children(&self, from: &NodeId, to: &NodeId) {
        let mut page = self.0.borrow_mut();
        let Some(from) = page.0.get_mut(from.0) else { return };
        for id in std::mem::take(&mut from.children) {
            let end = page.children(*to).len();
            page.insert(*to, end, NodeOrText::AppendNode(id));
        }
    }
}
